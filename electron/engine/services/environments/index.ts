export { openEnvironments, type Contexts, type Environments } from './environments';
export { createHandlers as createEnvironmentHandlers } from './handlers';
