export { createHandlers as createAuditService } from './handlers';
