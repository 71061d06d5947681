import type { ReplicaSet } from '@electron/engine/kube/objects';
import { isRolledOut, rolloutNumbers } from '@electron/engine/rollout/numbers';
import type { PlanState } from './plan';

/**
 * The revision to go back to when the change that is about to be made fails: the present one where it works, else the
 * newest that still has ready pods (a second attempt after a failed one must not lead back to the failed one), else the
 * previous one.
 */
export const lastGood = ({ workload, history }: Pick<PlanState, 'workload' | 'history'>): number | null => {
  if (isRolledOut(rolloutNumbers(workload))) return history.current?.number ?? null;
  // ControllerRevisions count no pods; a StatefulSet names the one that was rolled out last.
  const rolledOut = workload.kind === 'StatefulSet' ? workload.status?.currentRevision : undefined;
  const serving = history.revisions.find(({ object }) => object.metadata.name === rolledOut || ((object as ReplicaSet).status?.readyReplicas ?? 0) > 0);
  return serving?.number ?? history.previous?.number ?? null;
};
