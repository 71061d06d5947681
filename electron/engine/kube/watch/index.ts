export { createCaches, type CachesDeps } from './caches';
