import { sentence, type Sentence } from '@shared/sentences/sentence';
import type { Deployment, PodTemplate } from '@electron/engine/kube/objects';
import { desiredReplicas, isOnDelete, isPaused, isRolledOut, rolloutNumbers } from '@electron/engine/rollout/numbers';
import { containersOf } from '@electron/engine/revisions/templates';
import { parseImage, referencesOf } from '@electron/engine/workloads';
import type { Plan, PlanState } from './plan';

/** What is worth knowing before a change is made. */
export const warningsOf = (plan: Omit<Plan, 'warnings'>, state: PlanState): Sentence[] => [
  ...autoscaler(plan, state),
  ...(plan.write?.target === 'object' && plan.write.changesTemplate ? [...running(state), ...strategy(state), ...probes(plan, state)] : []),
  ...mutableTag(plan),
  ...(plan.revision ? [...imagesBack(plan.revision.template), ...configStays(plan.revision.template)] : []),
];

const autoscaler = ({ change }: Pick<Plan, 'change'>, { autoscaler: found }: PlanState): Sentence[] => {
  if (!found) return [];
  const { name } = found.metadata;
  if (change.kind === 'stop') return [sentence('change.autoscalerSleeps', { name })];
  if (change.kind !== 'scale') return [];
  return [sentence('change.autoscalerFights', { name, min: found.spec?.minReplicas ?? 1, max: found.spec?.maxReplicas ?? 1 })];
};

const running = (state: PlanState): Sentence[] => {
  const numbers = rolloutNumbers(state.workload);
  if (isPaused(state.workload)) return [sentence('change.pausedWaits', { component: state.workload.metadata.name })];
  return isRolledOut(numbers) ? [] : [sentence('change.rolloutRunning', { updated: numbers.updated, desired: numbers.desired })];
};

const strategy = ({ workload }: PlanState): Sentence[] => {
  const desired = desiredReplicas(workload);
  if (desired === 0) return [];
  if (isOnDelete(workload)) return [sentence('change.onDelete')];
  switch (workload.kind) {
    case 'Deployment': {
      const { type, rollingUpdate } = workload.spec?.strategy ?? {};
      if (type === 'Recreate') return [sentence('change.outageRecreate')];
      return unavailable(rollingUpdate, desired) >= desired ? [sentence('change.outage', { desired })] : [];
    }
    case 'StatefulSet': {
      const partition = workload.spec?.updateStrategy?.rollingUpdate?.partition ?? 0;
      if (partition > 0) return [sentence('change.partition', { partition })];
      return desired === 1 ? [sentence('change.outage', { desired })] : [];
    }
    case 'DaemonSet':
      return [sentence('change.outagePerNode')];
  }
};

type RollingUpdate = NonNullable<NonNullable<NonNullable<Deployment['spec']>['strategy']>['rollingUpdate']>;

/** Pods that may be missing at a time; percentages round in favour of availability, as the deployment controller does. */
const unavailable = (rolling: RollingUpdate | undefined, desired: number): number => {
  const down = resolve(rolling?.maxUnavailable ?? '25%', desired, Math.floor);
  const up = resolve(rolling?.maxSurge ?? '25%', desired, Math.ceil);
  return down === 0 && up === 0 ? 1 : down;
};
const resolve = (value: number | string, of: number, round: (value: number) => number): number =>
  typeof value === 'number' ? value : round((Number.parseInt(value, 10) / 100) * of);

const probes = ({ revision }: Pick<Plan, 'revision'>, { workload }: PlanState): Sentence[] => {
  const template = revision?.template ?? workload.spec?.template;
  const without = (template?.spec?.containers ?? []).filter(({ readinessProbe }) => readinessProbe === undefined).map(({ name }) => name);
  return without.length > 0 ? [sentence('change.noReadinessProbe', { containers: without.join(', ') })] : [];
};

const mutableTag = ({ change }: Pick<Plan, 'change'>): Sentence[] => {
  if (change.kind !== 'setImage') return [];
  return isMovable(change.image) ? [sentence('change.mutableTag', { tag: 'latest' })] : [];
};

/** An image of the past may be gone or another one by now. There is no connection to the registry yet that could tell. */
const imagesBack = (template: PodTemplate | undefined): Sentence[] => {
  const images = [...new Set(containersOf(template).map(({ image = '' }) => image))];
  const movable = images.filter(isMovable);
  return [
    ...(movable.length > 0 ? [sentence('change.mutableTagBack', { images: movable.join(', ') })] : []),
    ...(images.length > 0 ? [sentence('change.imagesUnchecked', { images: images.join(', ') })] : []),
  ];
};

/** Any tag can be moved in most registries; `latest` is meant to be. */
const isMovable = (image: string): boolean => {
  const { tag, digest } = parseImage(image);
  return digest === null && (tag ?? 'latest') === 'latest';
};

const configStays = (template: PodTemplate | undefined): Sentence[] => {
  const config = referencesOf(template?.spec).filter(({ kind, pullsImages }) => kind !== 'PersistentVolumeClaim' && !pullsImages);
  return config.length > 0 ? [sentence('change.configStays', { names: config.map(({ kind, name }) => `${kind}/${name}`).join(', ') })] : [];
};
