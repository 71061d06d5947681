import type { RolloutWorkload } from '@electron/engine/revisions/revisions';

/** How far the controller of a workload has come, in the same words for every kind. */
export interface RolloutNumbers {
  desired: number;
  /** Pods that are meant to be of the newest revision: fewer than `desired` with a StatefulSet's partition. */
  toUpdate: number;
  updated: number;
  ready: number;
  available: number;
  /** Pods that exist, terminating ones not counted. */
  total: number;
  /** The controller has seen the newest specification; before that the other numbers tell of the one before. */
  observed: boolean;
}

export const rolloutNumbers = (workload: RolloutWorkload): RolloutNumbers => {
  const observed = (workload.status?.observedGeneration ?? 0) >= (workload.metadata.generation ?? 0);
  const desired = desiredReplicas(workload);
  switch (workload.kind) {
    case 'Deployment': {
      const { updatedReplicas: updated = 0, readyReplicas: ready = 0, availableReplicas: available = 0, replicas: total = 0 } = workload.status ?? {};
      return { desired, toUpdate: desired, updated, ready, available, total, observed };
    }
    case 'StatefulSet': {
      const { readyReplicas: ready = 0, replicas: total = 0, updatedReplicas = 0, availableReplicas = 0, currentRevision, updateRevision } = workload.status ?? {};
      const toUpdate = Math.max(0, desired - (workload.spec?.updateStrategy?.rollingUpdate?.partition ?? 0));
      // Once both revisions are the same, controllers of some versions stop to count updated pods.
      const updated = currentRevision === updateRevision ? total : updatedReplicas;
      // Servers before v1.22 do not count available pods of a StatefulSet, and some send 0 instead of nothing.
      return { desired, toUpdate, updated, ready, available: availableReplicas || ready, total, observed };
    }
    case 'DaemonSet': {
      const { updatedNumberScheduled: updated = 0, numberReady: ready = 0, numberAvailable: available = 0, currentNumberScheduled: total = 0 } = workload.status ?? {};
      return { desired, toUpdate: desired, updated, ready, available, total, observed };
    }
  }
};

/** Everything that is wanted is of the newest revision and works. */
export const isRolledOut = ({ observed, updated, toUpdate, available, desired, total }: RolloutNumbers): boolean =>
  observed && updated >= toUpdate && available >= desired && total <= desired;

/** As many as nodes fit, for a DaemonSet. Absent means 1 for the others, as the API server's defaults say. */
export const desiredReplicas = (workload: RolloutWorkload): number =>
  workload.kind === 'DaemonSet' ? (workload.status?.desiredNumberScheduled ?? 0) : (workload.spec?.replicas ?? 1);

export const isPaused = (workload: RolloutWorkload): boolean => workload.kind === 'Deployment' && workload.spec?.paused === true;

/** Pods are replaced only when somebody deletes them. */
export const isOnDelete = (workload: RolloutWorkload): boolean => workload.kind !== 'Deployment' && workload.spec?.updateStrategy?.type === 'OnDelete';
