export { createHandlers as createOperationsService } from './handlers';
