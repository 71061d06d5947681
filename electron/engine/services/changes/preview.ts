import type { Preview, PreviewChange } from '@shared/model/change';
import { sentence, type Sentence } from '@shared/sentences/sentence';
import type { KubeObject } from '@electron/engine/kube/types';
import { annotations } from '@electron/engine/revisions/annotations';
import { claimants, imagePath, pausedPath, replicasPath, templatePath, type FieldPath } from '@electron/engine/revisions/managers';
import type { RolloutWorkload } from '@electron/engine/revisions/revisions';
import { compare } from '@electron/engine/revisions/templates';
import { planChange, type Plan, type PlanState } from './plan';
import { baseOf, dryRun, readLive, type Stamp, type Target } from './writes';

/** Annotations that say nothing about what runs: a difference in these alone is no change. */
const bookkeeping: readonly string[] = Object.values(annotations).map((name) => `metadata.annotations[${name}]`);

/**
 * What a change would do: the live object beside the server's own dry run of the very write that apply sends.
 * A change that is blocked is not sent; its preview shows the object twice.
 */
export const previewChange = async (change: PreviewChange, cached: PlanState, target: Target, stamp: Pick<Stamp, 'changedBy' | 'changeId'>, signal: AbortSignal): Promise<Preview> => {
  const live = await readLive(target, signal);
  const state: PlanState = { ...cached, workload: live as RolloutWorkload };
  const plan = planChange(change, state);
  const after = plan.write && !plan.blocked ? await dryRun(target, live, plan.write, { ...stamp, changeCause: plan.changeCause, reuses: plan.reuses }, signal) : live;
  const comparison = compare(shown(live), shown(after));
  const changes = comparison.fields.filter(({ path }) => !bookkeeping.includes(path));
  return {
    ...comparison,
    warnings: [...plan.warnings, ...(plan.blocked ? [] : takeovers(plan, live))],
    blocked: plan.blocked,
    revision: plan.revision?.number ?? null,
    changesNothing: !plan.blocked && (plan.changesNothing || changes.length === 0),
    base: baseOf(live),
    changeCause: plan.changeCause,
  };
};

/** The part of an object that people write. */
const shown = ({ apiVersion, kind, metadata, spec }: KubeObject): unknown => {
  const { [annotations.lastApplied]: _applied, [annotations.changeId]: _id, [annotations.reuses]: _reuses, ...kept } = metadata.annotations ?? {};
  return { apiVersion, kind, metadata: { name: metadata.name, namespace: metadata.namespace, labels: metadata.labels, annotations: kept }, spec };
};

const takeovers = ({ change }: Plan, live: KubeObject): Sentence[] => {
  const [path, field] = touched(change, live as RolloutWorkload);
  return claimants(live, path).map((manager) => sentence('change.fieldManaged', { field, manager }));
};

const touched = (change: PreviewChange, { spec }: RolloutWorkload): [FieldPath, string] => {
  switch (change.kind) {
    case 'setImage': {
      const list = spec?.template?.spec?.initContainers?.some(({ name }) => name === change.container) ? 'initContainers' : 'containers';
      return [imagePath(list, change.container), 'image'];
    }
    case 'rollback':
      return [templatePath, 'template'];
    case 'restart':
      return [[...templatePath, 'f:metadata', 'f:annotations', `f:${annotations.restartedAt}`], 'annotations'];
    case 'scale':
    case 'stop':
      return [replicasPath, 'replicas'];
    case 'pause':
    case 'resume':
      return [pausedPath, 'paused'];
  }
};
