import type { audit } from '@shared/contract/audit';
import type { DomainHandlers } from '@shared/wire/types';
import type { AuditLog } from '@electron/engine/audit/auditLog';

export const createHandlers = (log: AuditLog): DomainHandlers<typeof audit> => ({
  query: ({ filter, before, limit }) => log.query(filter, before, limit),
  verify: () => log.verify(),
  export: ({ filter, format }) => log.export(filter, format),
});
