import type { Operation } from '@shared/model/operation';
import { sentenceText } from '@shared/sentences/sentence';
import type { CallContext } from '@shared/wire/types';
import type { AuditFacts, AuditWriter } from '@electron/engine/audit/types';
import type { Operations } from '@electron/engine/operations/types';
import type { ChangedObject } from './apply';

export interface AuditOperationDeps {
  audit: AuditWriter;
  operations: Operations;
  context: CallContext;
  action: AuditFacts['action'];
  effect: AuditFacts['effect'];
  reason: string | null;
  object: ChangedObject;
}

/**
 * Writes what became of an operation into the audit, under the intent that the interceptor wrote for the call.
 * The call's own outcome says only `started`. Settles when the line is written; rejects when it cannot be.
 */
export const auditEnd = async (started: Operation, { audit, operations, context, action, effect, reason, object }: AuditOperationDeps): Promise<void> => {
  const correlation = audit.correlationOf(context);
  const { state, endedAt } = await operations.ended(started.id);
  if (correlation === undefined) return;
  const { environmentId, environmentName, namespace, kind, name } = started.target;
  await audit.outcome(correlation, {
    actor: started.actor,
    origin: `${context.peer.kind}:${context.peer.id}`,
    action,
    effect,
    environmentId,
    environmentName,
    namespace,
    target: `${kind}/${name}`,
    summary: sentenceText(started.title),
    reason,
    operationId: started.id,
    result: state,
    durationMs: endedAt === null ? null : endedAt - started.startedAt,
    beforeHash: object.beforeHash,
    afterHash: object.afterHash,
  });
};
