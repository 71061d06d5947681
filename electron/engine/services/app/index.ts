export { createHandlers as createApp, type AppDeps } from './handlers';
export { createNotices, type Notices } from './notices';
export { createRateLimit } from './rateLimit';
