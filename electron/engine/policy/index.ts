import type { Interceptor } from '@shared/wire/types';
import type { Logger } from '@electron/engine/log/logger';
import type { Redaction } from '@electron/engine/redaction/redaction';
import { auditWrites, type AuditWritesDeps } from './auditWrites';
import { authorize } from './authorize';
import { logCalls } from './logCalls';
import { redactErrors } from './redactErrors';

export { violation, type Violation } from './rules';

export interface InterceptorDeps extends AuditWritesDeps {
  logger: Logger;
  redaction: Redaction;
}

/** What stands between every peer and every handler, outermost first. The audit is outside the policy, so that refusals are on record too. */
export const createInterceptors = (deps: InterceptorDeps): Interceptor[] => [
  logCalls(deps.logger),
  redactErrors(deps.redaction),
  auditWrites(deps),
  authorize(deps.environments),
];
