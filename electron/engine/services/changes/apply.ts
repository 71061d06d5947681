import { randomUUID } from 'node:crypto';
import { AppError, isAppError } from '@shared/errors/appError';
import type { PreviewChange } from '@shared/model/change';
import { sentence } from '@shared/sentences/sentence';
import type { OperationContext, OperationSpec } from '@electron/engine/operations/types';
import { openComponent, type LiveComponent } from '@electron/engine/revisions/liveComponent';
import type { RolloutWorkload } from '@electron/engine/revisions/revisions';
import { deadlineCondition, type RolloutGoal } from '@electron/engine/rollout/assess';
import { trackRollout } from '@electron/engine/rollout/track';
import { latest } from '@electron/engine/streams/latest';
import type { OpenEnvironment } from '@electron/engine/services/environmentAccess';
import { lastGood } from './lastGood';
import { planChange, type Plan, type PlanState } from './plan';
import { baseOf, contentHash, moved, readLive, writeOnto, type Stamp, type Target } from './writes';

export interface ApplyDeps {
  environment: OpenEnvironment;
  component: LiveComponent;
  target: Target;
  state: PlanState;
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
  const { environment, component, change, actor, state } = deps;
  const plan = planChange(change, state);
  const { name } = state.workload.metadata;
  if (deps.base !== null && deps.base !== baseOf(state.workload)) throw moved(name);
  if (plan.blocked || !plan.write) throw new AppError('PRECONDITION', plan.blocked ?? sentence('change.nothing', { component: name }), {});
  if (plan.changesNothing) throw new AppError('PRECONDITION', sentence('change.nothing', { component: name }), {});

  const object: ChangedObject = { beforeHash: null, afterHash: null };
  const { id: environmentId, name: environmentName } = environment.environment;
  const isFollowed = change.kind !== 'pause';
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
      context.step('check');
      // Before anything is written: opened later, an outage at that moment would end the operation while the rollout goes on.
      const live = isFollowed ? await openComponent(environment, component.ref, { revisions: true, pods: true, events: true }, context.signal) : null;
      const goal = await write(deps, plan, state.workload, object, context);
      await whileInPlace(environment, context, (inPlace) => (live ? follow(deps, state, live, goal, inPlace) : untilSeen(component, goal, inPlace.signal)));
    },
  };
  return { spec, plan, object };
};

/**
 * What a change is planned on: the caches, which cost no request, or the object itself where they are out of date or
 * lag behind the preview, which read the object. `base` is the preview's, null without one.
 * Throws NOT_FOUND when the component does not exist, and FORBIDDEN when it may not be read.
 */
export const planState = async (component: LiveComponent, target: Target, base: string | null, signal: AbortSignal): Promise<PlanState> => {
  const { kind, name } = component.ref;
  const cached = component.leases.workload?.freshness.state === 'live' ? component.workload() : undefined;
  const isKnown = cached !== undefined && (base === null || base === baseOf(cached));
  const workload = isKnown ? cached : await readWorkload(target, signal);
  if (!workload) throw new AppError('NOT_FOUND', sentence('change.gone', { kind, name }), { what: name });
  return { workload, history: component.history(workload), autoscaler: component.autoscaler(), now: Date.now() };
};

/** Undefined for one that was deleted. */
const readWorkload = async (target: Target, signal: AbortSignal): Promise<RolloutWorkload | undefined> => {
  try {
    return (await readLive(target, signal)) as RolloutWorkload;
  } catch (error) {
    // The client would speak of a `deployments.apps`.
    if (isAppError(error) && error.code === 'NOT_FOUND') return undefined;
    throw error;
  }
};

const write = async (deps: ApplyDeps, plan: Plan, seen: RolloutWorkload, object: ChangedObject, context: OperationContext): Promise<RolloutGoal> => {
  const { target, component, actor } = deps;
  if (!plan.write) throw new AppError('PRECONDITION', sentence('change.nothing', { component: target.name }), {});
  context.log('info', `${component.ref.kind} ${target.name} in ${target.namespace}, generation ${seen.metadata.generation ?? 0}`);
  const stamp: Stamp = { changeCause: deps.changeCause?.trim() || plan.changeCause, changedBy: `wheelhouse: ${actor}`, changeId: randomUUID(), reuses: plan.reuses };
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
    // Resuming changes no template: it rolls out what was changed while paused.
    template: plan.write.target === 'object' ? ((after.spec as { template?: RolloutGoal['template'] }).template ?? null) : null,
    replicas: plan.write.target === 'scale' ? plan.write.replicas : null,
    staleDeadline: deadlineCondition(seen),
  };
};

const follow = async ({ environment, change }: ApplyDeps, before: PlanState, live: LiveComponent, goal: RolloutGoal, context: OperationContext): Promise<void> => {
  context.step('rollout');
  const rollbackTo = change.kind === 'scale' || change.kind === 'stop' ? null : lastGood(before);
  await trackRollout({ component: live, goal, rollbackTo, context, now: () => Date.now() + (environment.client.clockSkewMs() ?? 0) });
};

/** Nobody may ever come back to an environment that was removed or points elsewhere: following it would have no end. */
const whileInPlace = async ({ environment, moved: left }: OpenEnvironment, context: OperationContext, work: (context: OperationContext) => Promise<void>): Promise<void> => {
  const signal = AbortSignal.any([context.signal, left]);
  try {
    await work({ ...context, signal });
  } catch (error) {
    if (context.signal.aborted || !left.aborted) throw error;
    throw new AppError('ABORTED', sentence('rollout.environmentLeft', { environment: environment.name }), {}, { cause: error });
  }
};

/** Until the cache knows of the write, so that the next change is not decided on the state before it. */
const untilSeen = async ({ workload, onChange }: LiveComponent, { uid, generation }: RolloutGoal, signal: AbortSignal): Promise<void> => {
  for await (const seen of latest(workload, onChange, signal)) {
    if (!seen || seen.metadata.uid !== uid || (seen.metadata.generation ?? 0) >= generation) return;
  }
  signal.throwIfAborted();
};
