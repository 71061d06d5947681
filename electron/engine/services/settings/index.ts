export { createHandlers as createSettings } from './handlers';
export { openPreferences } from './preferences';
