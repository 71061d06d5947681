import type { Operation } from '@shared/model/operation';
import { sentenceText } from '@shared/sentences/sentence';
import type { AuditLog } from '@electron/engine/audit/auditLog';

/** Writes the outcome that a dead engine could not write any more, under the call that began the operation. */
export const auditInterrupted = async (interrupted: readonly Operation[], audit: Pick<AuditLog, 'query' | 'intent' | 'outcome'>): Promise<void> => {
  for (const { id, actor, kind, title, target } of interrupted) {
    const { environmentId, environmentName, namespace } = target;
    const facts = {
      actor, environmentId, environmentName, namespace, origin: 'engine', action: `operation.${kind}`, effect: 'write' as const,
      target: `${target.kind}/${target.name}`, summary: sentenceText(title), operationId: id,
    };
    const { entries } = await audit.query({ text: id }, undefined, 1);
    // The engine may have died before even the call's outcome was written: then the operation is on record from here on.
    const correlation = entries[0]?.correlation ?? (await audit.intent(facts));
    await audit.outcome(correlation, { ...facts, result: 'interrupted' });
  }
};
