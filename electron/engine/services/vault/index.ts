export { createHandlers as createVaultService } from './handlers';
