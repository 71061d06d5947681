import { isAppError } from '@shared/errors/appError';
import type { EnvironmentView } from '@shared/model/environment';
import type { CallContext, Interceptor, Invocation } from '@shared/wire/types';
import type { AuditFacts, AuditOutcome } from '@electron/engine/audit/types';
import { environmentIdOf, readCommon, summaryOf } from './target';

export interface AuditWritesDeps {
  audit: {
    intentOf(context: CallContext, facts: AuditFacts): Promise<string>;
    outcome(correlation: string, outcome: AuditOutcome): Promise<void>;
  };
  environments: { get(id: string): EnvironmentView | undefined };
  /** Who acts on an environment (the kubeconfig's user), or on this workstation for null. */
  actorOf(environment: EnvironmentView | null): string;
  /** It is done and cannot be undone for the sake of its line; somebody must hear of it. */
  onOutcomeLost(error: unknown, action: string): void;
  now?: () => number;
}

const operationIdOf = (output: unknown): string | null =>
  typeof output === 'object' && output !== null && 'operationId' in output && typeof output.operationId === 'string' ? output.operationId : null;

/** Writes the intent before and the outcome after everything that changes something, refusals included. */
export const auditWrites = ({ audit, environments, actorOf, onOutcomeLost, now = Date.now }: AuditWritesDeps): Interceptor => {
  const factsOf = (invocation: Invocation): AuditFacts => {
    const { ref, reason, changeCause } = readCommon(invocation.input);
    const environmentId = environmentIdOf(invocation);
    const environment = environmentId === null ? null : (environments.get(environmentId) ?? null);
    const { peer } = invocation.context;
    return {
      actor: actorOf(environment),
      origin: `${peer.kind}:${peer.id}`,
      action: invocation.path,
      effect: invocation.procedure.effect,
      environmentId,
      environmentName: environment?.name ?? null,
      namespace: environment?.namespace ?? null,
      target: ref ? `${ref.kind}/${ref.name}` : null,
      summary: summaryOf(invocation),
      reason: reason ?? changeCause ?? null,
    };
  };

  return async (invocation, next) => {
    if (invocation.procedure.effect === 'read') return next();
    const facts = factsOf(invocation);
    const startedAt = now();
    const correlation = await audit.intentOf(invocation.context, facts);
    const write = async (result: string, operationId: string | null): Promise<void> => {
      try {
        await audit.outcome(correlation, { ...facts, result, operationId, durationMs: now() - startedAt });
      } catch (error) {
        onOutcomeLost(error, facts.action);
      }
    };

    let output: unknown;
    try {
      output = await next();
    } catch (error) {
      await write(isAppError(error) ? error.code : 'INTERNAL', null);
      throw error;
    }
    const operationId = operationIdOf(output);
    await write(operationId === null ? 'ok' : 'started', operationId);
    return output;
  };
};
