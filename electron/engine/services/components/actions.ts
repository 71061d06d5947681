import { componentActions, type ActionState, type ComponentAction, type ComponentRef } from '@shared/model/component';
import type { EnvironmentView } from '@shared/model/environment';
import { sentence, type Sentence } from '@shared/sentences/sentence';
import type { AccessAnswer, AccessCheck } from '@electron/engine/kube/types';
import { openComponent, type LiveComponent } from '@electron/engine/revisions/liveComponent';
import { isRolloutKind, type RolloutWorkload } from '@electron/engine/revisions/revisions';
import { desiredReplicas, isPaused } from '@electron/engine/rollout/numbers';
import { latest } from '@electron/engine/streams/latest';
import type { OpenEnvironment } from '@electron/engine/services/environmentAccess';

/** Environments with their policy and lock as they are now. */
export interface Policies {
  get(id: string): EnvironmentView | undefined;
  onChange(listener: () => void): () => void;
}

/**
 * What can be done with a component and why the rest cannot, anew when the component, the policy or the lock changes.
 * The cluster is asked for the exact permission behind each action; the client keeps its answers.
 */
export async function* watchActions(environment: OpenEnvironment, ref: ComponentRef, signal: AbortSignal, policies: Policies): AsyncGenerator<ActionState[]> {
  const { kind } = ref;
  if (!isRolloutKind(kind)) {
    yield componentActions.map((action) => ({ action, allowed: false, reason: sentence('change.kindCannot', { kind }) }));
    return;
  }
  const component = await openComponent(environment, ref, { revisions: true }, signal);
  const onChange = (listener: () => void): (() => void) => {
    const stops = [component.onChange(listener), policies.onChange(listener)];
    return () => stops.forEach((stop) => stop());
  };
  const read = async (): Promise<ActionState[]> => {
    const permissions = await askPermissions(environment, component, signal);
    return actionStates({ component, environment: policies.get(environment.environment.id) ?? environment.environment, now: Date.now(), ...permissions });
  };
  let told = '';
  for await (const states of latest(read, onChange, signal)) {
    const text = JSON.stringify(states);
    if (text === told) continue;
    told = text;
    yield states;
  }
}

/** Why an action's permission is missing; null where it is there. */
interface Permissions {
  patch: Sentence | null;
  scale: Sentence | null;
}

const askPermissions = async ({ client, namespace }: OpenEnvironment, { leases, ref }: LiveComponent, signal: AbortSignal): Promise<Permissions> => {
  const resource = leases.workload?.resource.plural ?? `${ref.kind.toLowerCase()}s`;
  const check: AccessCheck = { verb: 'patch', group: 'apps', resource, namespace, name: ref.name };
  const ask = async (subresource?: string): Promise<Sentence | null> => {
    const { allowed }: AccessAnswer = await client.can({ ...check, subresource }, signal);
    if (allowed) return null;
    const denied = subresource === undefined ? resource : `${resource}/${subresource}`;
    return sentence('policy.missingPermission', { user: await client.username(), verb: check.verb, resource: denied, namespace });
  };
  const [patch, scale] = await Promise.all([ask(), ref.kind === 'DaemonSet' ? null : ask('scale')]);
  return { patch, scale };
};

export interface ActionsState extends Permissions {
  component: Pick<LiveComponent, 'ref' | 'workload' | 'history' | 'leases'>;
  environment: EnvironmentView;
  /** Epoch ms: an unlocked environment locks itself again. */
  now: number;
}

/** One state per action, in the order of the model. Pure but for the caches it reads. */
export const actionStates = (state: ActionsState): ActionState[] => {
  const workload = state.component.workload();
  return componentActions.map((action) => {
    const reason = workload ? obstacle(action, workload, state) : sentence('change.gone', { kind: state.component.ref.kind, name: state.component.ref.name });
    return { action, allowed: reason === null, reason };
  });
};

/** Policy first: who may do nothing here need not know what else is missing. */
const obstacle = (action: ComponentAction, workload: RolloutWorkload, state: ActionsState): Sentence | null =>
  policyObstacle(state.environment, state.now) ?? kindObstacle(action, workload) ?? permissionObstacle(action, state) ?? stateObstacle(action, workload, state);

const policyObstacle = ({ name, policy, unlock }: EnvironmentView, now: number): Sentence | null => {
  if (policy === 'readOnly') return sentence('policy.readOnly', { environment: name });
  return policy === 'protected' && (unlock === null || unlock.until <= now) ? sentence('policy.locked', { environment: name }) : null;
};

const kindObstacle = (action: ComponentAction, { kind }: RolloutWorkload): Sentence | null => {
  if (kind === 'DaemonSet' && (action === 'scale' || action === 'stop')) return sentence('change.kindCannotScale');
  return kind !== 'Deployment' && (action === 'pause' || action === 'resume') ? sentence('change.kindCannotPause', { kind }) : null;
};

const permissionObstacle = (action: ComponentAction, { patch, scale }: Permissions): Sentence | null => (action === 'scale' || action === 'stop' ? scale : patch);

const stateObstacle = (action: ComponentAction, workload: RolloutWorkload, state: ActionsState): Sentence | null => {
  const component = workload.metadata.name;
  switch (action) {
    case 'rollback':
      if (isPaused(workload)) return sentence('change.pausedRollback', { component });
      return rollbackObstacle(workload, state);
    case 'restart':
      return isPaused(workload) ? sentence('change.pausedRestart', { component }) : null;
    case 'stop':
      return desiredReplicas(workload) === 0 ? sentence('change.isStopped', { component }) : null;
    case 'pause':
      return isPaused(workload) ? sentence('change.alreadyPaused', { component }) : null;
    case 'resume':
      return isPaused(workload) ? null : sentence('change.notPaused', { component });
    case 'setImage':
    case 'scale':
      return null;
  }
};

const rollbackObstacle = (workload: RolloutWorkload, { component: { history, leases, ref } }: ActionsState): Sentence | null => {
  if (leases.revisions?.freshness.state === 'denied') return sentence('change.revisionsDenied', { component: ref.name, resource: leases.revisions.resource.plural });
  return history(workload).revisions.length > 1 ? null : sentence('change.noPrevious', { component: ref.name });
};
