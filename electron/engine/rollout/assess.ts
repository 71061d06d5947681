import { AppError } from '@shared/errors/appError';
import { sentence, type Sentence } from '@shared/sentences/sentence';
import type { Condition, KubeEvent, Pod, PodTemplate, ReplicaSet } from '@electron/engine/kube/objects';
import { isPodOf, type History, type KeptRevision, type RolloutWorkload } from '@electron/engine/revisions/revisions';
import { sameTemplate } from '@electron/engine/revisions/templates';
import { hasEnded, isReady, plainMessage, podStatus, type StatusContext } from '@electron/engine/workloads';
import { desiredReplicas, isOnDelete, isPaused, rolloutNumbers, type RolloutNumbers } from './numbers';

/** What the write asked for, and by what a foreign change is told from it. */
export interface RolloutGoal {
  name: string;
  uid: string;
  /** The generation the write made; older states in a cache are from before it. */
  generation: number;
  /** Null when the change left it alone. */
  template: PodTemplate | null;
  replicas: number | null;
  /** The deadline condition's time before the write: one that still has it tells of an earlier rollout. */
  staleDeadline: string | null;
}

export interface RolloutView {
  workload: RolloutWorkload | undefined;
  history: History | null;
  /** Null when they may not be read. */
  pods: readonly Pod[] | null;
  /** Events about an object, by its uid. */
  eventsOf(uid: string): readonly KubeEvent[];
  /** Epoch ms, by the cluster's clock. */
  now: number;
  /** When the numbers last moved, by the same clock. */
  progressAt: number;
}

/** What there is to say about a rollout at one moment. */
export interface Assessment {
  /** `saved`: there is nothing to follow for now, or nothing that could be verified. */
  state: 'rolling' | 'verifying' | 'done' | 'saved' | 'failed';
  numbers: RolloutNumbers | null;
  detail: Sentence | null;
  problems: Sentence[];
  error: AppError | null;
}

/** Judges a rollout from what the caches hold. Pure. */
export const assess = (goal: RolloutGoal, view: RolloutView): Assessment => {
  const { workload } = view;
  if (!workload || workload.metadata.uid !== goal.uid || workload.metadata.deletionTimestamp) return failed(gone(goal));
  const numbers = rolloutNumbers(workload);
  const component = workload.metadata.name;
  if ((workload.metadata.generation ?? 0) < goal.generation) return waiting(numbers);
  if (isSuperseded(goal, workload)) return failed(supersededByOther(component));
  if (goal.template && isPaused(workload)) return saved(numbers, sentence('rollout.paused', { component }));
  if (goal.template && isOnDelete(workload)) return saved(numbers, sentence('rollout.onDelete'));
  if (!numbers.observed) return waiting(numbers);

  const problems = problemsOf(workload, view);
  const deadline = deadlineOf(goal, workload, view, numbers);
  if (deadline) return { ...failed(deadline), numbers, problems };
  const moving = stillMoving(numbers);
  return moving ? { state: 'rolling', numbers, detail: moving, problems, error: null } : verify(goal, workload, view, numbers, problems);
};

const waiting = (numbers: RolloutNumbers): Assessment => ({ state: 'rolling', numbers, detail: sentence('rollout.waitingForController'), problems: [], error: null });
const saved = (numbers: RolloutNumbers, detail: Sentence): Assessment => ({ state: 'saved', numbers, detail, problems: [], error: null });
const done = (numbers: RolloutNumbers, detail: Sentence): Assessment => ({ state: 'done', numbers, detail, problems: [], error: null });
const failed = (error: AppError): Assessment => ({ state: 'failed', numbers: null, detail: null, problems: [], error });

const gone = ({ name }: RolloutGoal): AppError => new AppError('NOT_FOUND', sentence('rollout.gone', { component: name }), { what: name });

const supersededByOther = (component: string): AppError =>
  new AppError('CONFLICT', sentence('rollout.supersededByOther', { component }), {});

/** By content and not by generation: an autoscaler, or a label, raises the generation and changes nothing of ours. */
const isSuperseded = ({ template, replicas }: RolloutGoal, workload: RolloutWorkload): boolean => {
  if (template && !sameTemplate(template, workload.spec?.template)) return true;
  return replicas !== null && workload.kind !== 'DaemonSet' && desiredReplicas(workload) !== replicas;
};

const stillMoving = ({ desired, toUpdate, updated, ready, available, total }: RolloutNumbers): Sentence | null => {
  if (updated < toUpdate || available < desired) return sentence('rollout.progress', { updated, ready, available, desired });
  return total > desired ? sentence('rollout.oldPods', { old: total - desired }) : null;
};

/** The controller is content. Are the pods what was asked for? Pods come through a cache of their own, which may lag behind. */
const verify = (goal: RolloutGoal, workload: RolloutWorkload, { pods, history }: RolloutView, numbers: RolloutNumbers, problems: Sentence[]): Assessment => {
  const verifying: Assessment = { state: 'verifying', numbers, detail: null, problems, error: null };
  if (pods === null) return saved(numbers, sentence('rollout.podsDenied'));
  const living = pods.filter((pod) => !pod.metadata.deletionTimestamp && !hasEnded(pod));
  const terminating = pods.filter((pod) => pod.metadata.deletionTimestamp).length;
  const revision = history?.current ?? null;
  const updated = goal.template && revision ? living.filter((pod) => isPodOf(revision, pod)) : living;
  if (updated.filter(isReady).length < numbers.toUpdate || living.length > numbers.desired) return verifying;
  if (updated.some((pod) => (pod.status?.containerStatuses ?? []).some(({ imageID }) => !imageID))) return verifying;
  const differing = differingImages(updated);
  if (differing) return { ...failed(new AppError('UPSTREAM', differing, { system: 'kubernetes', reason: 'ImagesDiffer' })), numbers, problems: [differing] };
  return done(numbers, ending(workload, goal.template !== null, numbers, terminating));
};

const ending = (workload: RolloutWorkload, hasNewTemplate: boolean, { desired, toUpdate }: RolloutNumbers, terminating: number): Sentence => {
  if (terminating > 0) return sentence('rollout.terminating', { pods: terminating });
  if (desired === 0) return sentence('rollout.stopped');
  const partition = workload.kind === 'StatefulSet' ? (workload.spec?.updateStrategy?.rollingUpdate?.partition ?? 0) : 0;
  return hasNewTemplate && toUpdate < desired ? sentence('rollout.partition', { partition }) : sentence('rollout.complete', { desired });
};

/** A container whose pods run different contents under one name: the tag was moved while the rollout went on. */
const differingImages = (pods: readonly Pod[]): Sentence | null => {
  const byContainer = new Map<string, Set<string>>();
  for (const { name, imageID = '' } of pods.flatMap((pod) => pod.status?.containerStatuses ?? [])) {
    byContainer.set(name, (byContainer.get(name) ?? new Set()).add(imageID));
  }
  const differing = [...byContainer].find(([, ids]) => ids.size > 1);
  return differing ? sentence('rollout.imagesDiffer', { container: differing[0], images: [...differing[1]].join(', ') }) : null;
};

const problemsOf = (workload: RolloutWorkload, { history, pods, eventsOf, now }: RolloutView): Sentence[] => {
  const context: StatusContext = { now, events: eventsOf };
  const revision = history?.current ?? null;
  const isNew = (pod: Pod): boolean => revision === null || isPodOf(revision, pod);
  const broken = (pods ?? []).map((pod) => ({ pod, status: podStatus(pod, context) })).filter(({ status }) => status.word === 'abnormal');
  const causes = broken.filter(({ pod }) => isNew(pod)).map(({ status }) => status.cause);
  const stuck = waitsForBrokenPods(workload) ? broken.filter(({ pod }) => !isNew(pod)).map(({ pod }) => sentence('rollout.stuckPod', { pod: pod.metadata.name })) : [];
  return distinct([...refusedPods(workload, revision), ...stuck, ...causes]);
};

/**
 * A StatefulSet that replaces its pods in order does not touch the next before this one is ready; a pod that an earlier,
 * broken template made never becomes so. Known and documented as "forced rollback": someone has to delete the pod.
 */
const waitsForBrokenPods = (workload: RolloutWorkload): boolean =>
  workload.kind === 'StatefulSet' && (workload.spec?.podManagementPolicy ?? 'OrderedReady') === 'OrderedReady';

/** A quota or an admission webhook that lets no pods in. Only Deployments and their ReplicaSets say so in conditions. */
const refusedPods = (workload: RolloutWorkload, revision: KeptRevision | null): Sentence[] => {
  const conditions = [...conditionsOf(workload), ...ownConditions(revision)];
  const refusal = conditions.find(({ type, status }) => type === 'ReplicaFailure' && status === 'True');
  if (!refusal) return [];
  const message = plainMessage(refusal.message);
  return [sentence(/exceeded quota/.test(message) ? 'status.quota' : 'status.podsRefused', { message })];
};

const deadlineOf = ({ staleDeadline }: RolloutGoal, workload: RolloutWorkload, { now, progressAt }: RolloutView, numbers: RolloutNumbers): AppError | null => {
  if (workload.kind !== 'Deployment') return null;
  const condition = deadlineCondition(workload);
  if (!condition) return null;
  const seconds = workload.spec?.progressDeadlineSeconds ?? 600;
  // The controller renews the condition only when something moves: one that is left over from before hides that
  // the deadline passed again, so it is counted here.
  const isLeftOver = staleDeadline !== null && condition === staleDeadline;
  if (isLeftOver && (stillMoving(numbers) === null || now - progressAt < seconds * 1000)) return null;
  return new AppError('UPSTREAM', sentence('rollout.deadline', { seconds }), { system: 'kubernetes', reason: 'ProgressDeadlineExceeded' });
};

/** When the deadline was found exceeded, as the server wrote it; null when it is not. */
export const deadlineCondition = (workload: RolloutWorkload): string | null => {
  const condition = conditionsOf(workload).find(({ type, status, reason }) => type === 'Progressing' && status === 'False' && reason === 'ProgressDeadlineExceeded');
  return condition ? (condition.lastUpdateTime ?? condition.lastTransitionTime ?? '') : null;
};

const ownConditions = (revision: KeptRevision | null): Condition[] => {
  const replicaSet: ReplicaSet | undefined = revision?.object;
  return replicaSet?.status?.conditions ?? [];
};
const conditionsOf = ({ status }: RolloutWorkload): Condition[] => status?.conditions ?? [];

const distinct = (sentences: readonly Sentence[]): Sentence[] => [...new Map(sentences.map((one) => [JSON.stringify(one), one])).values()];
