import type { changes } from '@shared/contract/changes';
import type { PreviewChange } from '@shared/model/change';
import type { ComponentRef } from '@shared/model/component';
import { AppError } from '@shared/errors/appError';
import { sentence } from '@shared/sentences/sentence';
import type { CallContext, DomainHandlers } from '@shared/wire/types';
import type { AuditWriter } from '@electron/engine/audit/types';
import { logFields } from '@electron/engine/log/fields';
import type { Logger } from '@electron/engine/log/logger';
import type { Operations } from '@electron/engine/operations/types';
import { openComponent, type LiveComponent } from '@electron/engine/revisions/liveComponent';
import type { EnvironmentAccess, OpenEnvironment } from '@electron/engine/services/environmentAccess';
import { planState, prepareChange } from './apply';
import { auditEnd } from './audited';
import { previewChange } from './preview';
import type { Target } from './writes';

export interface ChangesDeps {
  access: EnvironmentAccess;
  operations: Operations;
  audit: AuditWriter;
  logger: Logger;
  /** For what is kept in the cluster for everybody: an operator may paste more into a change cause than was meant. */
  redact(text: string): string;
}

interface Request {
  ref: ComponentRef;
  change: PreviewChange;
  base: string | null;
  changeCause?: string;
}

export const createHandlers = ({ access, operations, audit, logger, redact }: ChangesDeps): DomainHandlers<typeof changes> => {
  const start = async ({ ref, change, base, changeCause: given }: Request, action: 'changes.apply' | 'changes.stop', context: CallContext): Promise<{ operationId: string }> => {
    const changeCause = given === undefined ? undefined : redact(given);
    const environment = await access.open(ref.environmentId);
    try {
      const component = await openComponent(environment, ref, { revisions: true }, context.signal);
      mustReadRevisions(component, change);
      const target = targetOf(environment, component);
      const prepared = prepareChange({ environment, component, target, state: await planState(component, target, base, context.signal), change, base, changeCause, actor: await environment.client.username() });
      const started = await operations.start({
        ...prepared.spec,
        run: (running) => {
          running.defer(() => environment.close());
          return prepared.spec.run(running);
        },
      });
      const effect = action === 'changes.stop' ? 'dangerous' : 'write';
      auditEnd(started, { audit, operations, context, action, effect, reason: changeCause ?? null, object: prepared.object }).catch((error: unknown) =>
        logger.error('the end of an operation could not be audited', { [logFields.operation]: started.id, [logFields.error]: error }),
      );
      return { operationId: started.id };
    } catch (error) {
      environment.close();
      throw error;
    }
  };

  return {
    async preview({ ref, change }, { signal }) {
      const environment = await access.open(ref.environmentId);
      try {
        const component = await openComponent(environment, ref, { revisions: true, autoscalers: true }, signal);
        const stamp = { changedBy: `wheelhouse: ${await environment.client.username()}`, changeId: 'preview' };
        mustReadRevisions(component, change);
        const target = targetOf(environment, component);
        return await previewChange(change, await planState(component, target, null, signal), target, stamp, signal);
      } finally {
        environment.close();
      }
    },
    apply: (input, context) => start({ ...input, ref: inEnvironment(input) }, 'changes.apply', context),
    stop: (input, context) => start({ ...input, ref: inEnvironment(input), change: { kind: 'stop' } }, 'changes.stop', context),
  };
};

/**
 * Policy was checked for `environmentId` of the input. A `ref` that names another environment would slip past it.
 */
const inEnvironment = ({ environmentId, ref }: { environmentId: string; ref: ComponentRef }): ComponentRef => {
  if (ref.environmentId === environmentId) return ref;
  throw new AppError('INVALID_INPUT', sentence('change.otherEnvironment'), { issues: [{ path: 'ref.environmentId', message: 'differs from environmentId' }] });
};

/** Without them every rollback would be refused for want of a revision, which is not the reason. */
const mustReadRevisions = ({ leases: { revisions }, ref }: LiveComponent, change: PreviewChange): void => {
  if (change.kind !== 'rollback' || revisions?.freshness.state !== 'denied') return;
  const resource = revisions.resource.plural;
  throw new AppError('FORBIDDEN', sentence('change.revisionsDenied', { component: ref.name, resource }), { verb: 'list', resource });
};

const targetOf = ({ client, namespace }: OpenEnvironment, { leases, ref: { kind, name } }: LiveComponent): Target => {
  if (!leases.workload) throw new AppError('PRECONDITION', sentence('change.kindNotServed', { kind }), {});
  return { client, resource: leases.workload.resource, namespace, name };
};
