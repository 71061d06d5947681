export { createDemo, type Demo } from './demo';
export { createHandlers as createDemoHandlers } from './handlers';
