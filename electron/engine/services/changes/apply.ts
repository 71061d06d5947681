import { randomUUID } from 'node:crypto';
import { AppError } from '@shared/errors/appError';
import type { PreviewChange } from '@shared/model/change';
import { sentence } from '@shared/sentences/sentence';
import type { OperationContext, OperationSpec } from '@electron/engine/operations/types';
import { openComponent, type LiveComponent } from '@electron/engine/revisions/liveComponent';
import type { RolloutWorkload } from '@electron/engine/revisions/revisions';
import { deadlineCondition, type RolloutGoal } from '@electron/engine/rollout/assess';
import { trackRollout } from '@electron/engine/rollout/track';
import type { OpenEnvironment } from '@electron/engine/services/environmentAccess';
import { lastGood } from './lastGood';
import { planChange, type Plan, type PlanState } from './plan';
import { baseOf, contentHash, moved, writeOnto, type Stamp, type Target } from './writes';

export interface ApplyDeps {
  environment: OpenEnvironment;
  component: LiveComponent;
  target: Target;
  change: PreviewChange;
  /** The preview's; null for one click on what the caches show. */
  base: string | null;
  changeCause: string | undefined;
  actor: string;
}

/** sha256 of the object before and after, filled in as the operation goes on. */
export interface ChangedObject {
  beforeHash: string | null;
  afterHash: string | null;
}

export interface PreparedChange {
  spec: OperationSpec;
  plan: Plan;
  object: ChangedObject;
}

/**
 * Decides on the change and makes the operation for it; nothing is written before the operation runs.
 * Throws NOT_FOUND when the component is gone, CONFLICT when it is not what the preview showed any more, and
 * PRECONDITION when the change cannot be made or would change nothing.
 */
export const prepareChange = (deps: ApplyDeps): PreparedChange => {
  const { environment, component, change, actor } = deps;
  const state = planState(component);
  const plan = planChange(change, state);
  const { name } = state.workload.metadata;
  if (deps.base !== null && deps.base !== baseOf(state.workload)) throw moved(name);
  if (plan.blocked || !plan.write) throw new AppError('PRECONDITION', plan.blocked ?? sentence('change.nothing', { component: name }), {});
  if (plan.changesNothing) throw new AppError('PRECONDITION', sentence('change.nothing', { component: name }), {});

  const object: ChangedObject = { beforeHash: null, afterHash: null };
  const { id: environmentId, name: environmentName } = environment.environment;
  const isFollowed = change.kind !== 'pause' && change.kind !== 'resume';
  const spec: OperationSpec = {
    kind: change.kind,
    title: plan.title,
    target: { environmentId, environmentName, namespace: environment.namespace, kind: component.ref.kind, name },
    actor,
    steps: [
      { id: 'check', title: sentence('operation.stepCheck') },
      { id: 'apply', title: sentence('operation.stepApply') },
      ...(isFollowed ? [{ id: 'rollout', title: sentence('operation.stepRollout') }, { id: 'verify', title: sentence('operation.stepVerify') }] : []),
    ],
    concurrencyKey: `component:${environmentId}/${component.ref.kind}/${name}`,
    supersedes: true,
    run: async (context) => {
      const goal = await write(deps, plan, state.workload, object, context);
      if (isFollowed) await follow(deps, state, goal, context);
    },
  };
  return { spec, plan, object };
};

/** The newest state of the caches. Throws NOT_FOUND when the component is not in them, and FORBIDDEN when they may not be read. */
export const planState = (component: LiveComponent): PlanState => {
  const { kind, name } = component.ref;
  const workload = component.workload();
  if (!workload) {
    const { workload: lease } = component.leases;
    if (lease?.freshness.state === 'denied') throw new AppError('FORBIDDEN', lease.freshness.reason ?? '', { verb: 'list', resource: lease.resource.plural });
    throw new AppError('NOT_FOUND', sentence('change.gone', { kind, name }), { what: name });
  }
  return { workload, history: component.history(workload), autoscaler: component.autoscaler(), now: Date.now() };
};

const write = async (deps: ApplyDeps, plan: Plan, seen: RolloutWorkload, object: ChangedObject, context: OperationContext): Promise<RolloutGoal> => {
  const { target, component, actor } = deps;
  context.step('check');
  if (!plan.write) throw new AppError('PRECONDITION', sentence('change.nothing', { component: target.name }), {});
  context.log('info', `${component.ref.kind} ${target.name} in ${target.namespace}, generation ${seen.metadata.generation ?? 0}`);
  const stamp: Stamp = { changeCause: deps.changeCause?.trim() || plan.changeCause, changedBy: `wheelhouse: ${actor}`, changeId: randomUUID() };
  object.beforeHash = contentHash(seen);
  context.step('apply');
  // From here on nobody can tell whether the server has taken it: a cancel would promise too much.
  context.pointOfNoReturn();
  const after = await writeOnto(target, seen, plan.write, stamp, context.signal);
  object.afterHash = contentHash(after);
  context.log('info', `Written, generation ${after.metadata.generation ?? 0}${stamp.changeCause === '' ? '' : `: ${stamp.changeCause}`}`);
  return {
    name: target.name,
    uid: after.metadata.uid,
    generation: after.metadata.generation ?? 0,
    template: plan.write.target === 'object' && plan.write.changesTemplate ? ((after.spec as { template?: RolloutGoal['template'] }).template ?? null) : null,
    replicas: plan.write.target === 'scale' ? plan.write.replicas : null,
    staleDeadline: deadlineCondition(seen),
  };
};

const follow = async ({ environment, component, change }: ApplyDeps, before: PlanState, goal: RolloutGoal, context: OperationContext): Promise<void> => {
  context.step('rollout');
  const live = await openComponent(environment, component.ref, { revisions: true, pods: true, events: true }, context.signal);
  const rollbackTo = change.kind === 'scale' || change.kind === 'stop' ? null : lastGood(before);
  await trackRollout({ component: live, goal, rollbackTo, context, now: () => Date.now() + (environment.client.clockSkewMs() ?? 0) });
};
