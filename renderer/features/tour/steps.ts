import { isEnded, type Operation } from '@shared/model/operation';

/** What the tour is about: the uuid service of the demo's test environment. */
export const tourNamespace = 'test';
export const tourComponent = { kind: 'Deployment', name: 'uuid-deploy' } as const;

/** What the operator has on the screen and has done, as far as the tour looks. */
export interface World {
  environmentId: string;
  /** A page of the environment is open. */
  isHere: boolean;
  /** The component is open in the side panel. */
  isSelected: boolean;
  dialog: 'setImage' | 'rollback' | null;
  isTimelineOpen: boolean;
  isDrawerOpen: boolean;
  /** The newest one of the component. */
  upgrade: Operation | null;
  rollback: Operation | null;
}

/** The operations there were when the step before a change was entered: a newer one is what the tour waits for. */
export interface Baseline {
  upgradeId: string | null;
  rollbackId: string | null;
}

export const stepIds = ['open', 'component', 'upgrade', 'dryRun', 'watch', 'close', 'timeline', 'rollback', 'confirm', 'watchBack', 'end'] as const;
export type StepId = (typeof stepIds)[number];

export interface Step {
  id: StepId;
  /** Selectors of what the card stands beside, the best first. */
  anchors: (world: World) => readonly string[];
  /** Where one must be for it; who is elsewhere is told the way back. */
  needs: 'nothing' | 'environment' | 'component';
  isDone: (world: World, baseline: Baseline) => boolean;
  /** What it stands on has gone without being done (a dialog was closed): the step before comes again. */
  isLost?: (world: World) => boolean;
}

const node = `[data-object="${tourComponent.kind}/${tourComponent.name}"]`;
const action = (name: string): string => `[role="toolbar"] [data-action="${name}"]`;
const dialog = '[role="dialog"] [data-change-form]';
const operation = (one: Operation | null): string => `[data-operation="${one?.id ?? ''}"]`;
const hasNewUpgrade = ({ upgrade }: World, { upgradeId }: Baseline): boolean => upgrade !== null && upgrade.id !== upgradeId;
const hasNewRollback = ({ rollback }: World, { rollbackId }: Baseline): boolean => rollback !== null && rollback.id !== rollbackId;
const hasEnded = (one: Operation | null): boolean => one !== null && isEnded(one.state);

export const steps: readonly Step[] = [
  { id: 'open', needs: 'nothing', anchors: ({ environmentId }) => [`[data-environment="${environmentId}"]`], isDone: ({ isHere }) => isHere },
  { id: 'component', needs: 'environment', anchors: () => [node], isDone: ({ isSelected }) => isSelected },
  { id: 'upgrade', needs: 'component', anchors: () => [action('setImage')], isDone: (world, baseline) => world.dialog === 'setImage' || hasNewUpgrade(world, baseline) },
  { id: 'dryRun', needs: 'component', anchors: () => [dialog], isDone: hasNewUpgrade, isLost: (world) => world.dialog !== 'setImage' },
  { id: 'watch', needs: 'environment', anchors: ({ upgrade }) => [operation(upgrade), '[data-pod]', node], isDone: ({ upgrade }) => hasEnded(upgrade) },
  { id: 'close', needs: 'environment', anchors: ({ upgrade }) => [operation(upgrade)], isDone: ({ isDrawerOpen }) => !isDrawerOpen },
  { id: 'timeline', needs: 'component', anchors: () => ['[role="tab"][data-tab="timeline"]'], isDone: ({ isTimelineOpen }) => isTimelineOpen },
  { id: 'rollback', needs: 'component', anchors: () => [action('rollback')], isDone: (world, baseline) => world.dialog === 'rollback' || hasNewRollback(world, baseline) },
  { id: 'confirm', needs: 'component', anchors: () => [dialog], isDone: hasNewRollback, isLost: (world) => world.dialog !== 'rollback' },
  { id: 'watchBack', needs: 'environment', anchors: ({ rollback }) => [operation(rollback), '[data-pod]', node], isDone: ({ rollback }) => hasEnded(rollback) },
  { id: 'end', needs: 'nothing', anchors: ({ rollback }) => [`[role="dialog"] ${operation(rollback)}`, '[data-testid="environment-bar"] [data-demo-mark]'], isDone: () => false },
];

export const stepAt = (index: number): Step => {
  const step = steps[Math.min(Math.max(index, 0), steps.length - 1)];
  if (!step) throw new Error('The tour has no steps');
  return step;
};

/** Where somebody is who has left the way: what is missing for the step. */
export const missingFor = ({ needs }: Step, { isHere, isSelected }: World): 'environment' | 'component' | null => {
  if (needs !== 'nothing' && !isHere) return 'environment';
  return needs === 'component' && !isSelected ? 'component' : null;
};

export interface Progress {
  index: number;
  /** Having come back, the operator goes on by hand: else one would be pushed forward at once. */
  isHeld: boolean;
  baseline: Baseline;
}

const baselineOf = ({ upgrade, rollback }: World): Baseline => ({ upgradeId: upgrade?.id ?? null, rollbackId: rollback?.id ?? null });
const takesBaseline = (index: number): boolean => ['upgrade', 'rollback'].includes(stepAt(index).id);

/** Enters a step; before a change, notes what there was. */
export const enter = (progress: Progress, index: number, world: World, isHeld = false): Progress => ({
  index: Math.min(Math.max(index, 0), steps.length - 1),
  isHeld,
  baseline: takesBaseline(index) && index > progress.index ? baselineOf(world) : progress.baseline,
});

export const begin = (index: number, world: World): Progress => ({ index, isHeld: false, baseline: baselineOf(world) });

/** Follows what the operator did. Answers the same object when there is nothing to follow. */
export const advance = (progress: Progress, world: World): Progress => {
  const step = stepAt(progress.index);
  const isDone = step.isDone(world, progress.baseline);
  if (progress.isHeld) return isDone ? progress : { ...progress, isHeld: false };
  return isDone ? enter(progress, progress.index + 1, world) : progress;
};
