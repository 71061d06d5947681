import type { Replicas } from '@shared/model/component';
import type { Workload } from './workload';

/** What the controller counts. Null for what has no replicas in this sense (CronJobs). */
export const replicasOf = (workload: Workload): Replicas | null => {
  switch (workload.kind) {
    case 'Deployment':
    case 'StatefulSet': {
      const { replicas = 0, updatedReplicas = 0, readyReplicas = 0, availableReplicas } = workload.status ?? {};
      // StatefulSets count available replicas only since v1.22.
      return { desired: workload.spec?.replicas ?? 1, current: replicas, updated: updatedReplicas, ready: readyReplicas, available: availableReplicas ?? (workload.kind === 'StatefulSet' ? readyReplicas : 0) };
    }
    case 'ReplicaSet': {
      const { replicas = 0, readyReplicas = 0, availableReplicas = 0 } = workload.status ?? {};
      return { desired: workload.spec?.replicas ?? 1, current: replicas, updated: replicas, ready: readyReplicas, available: availableReplicas };
    }
    case 'DaemonSet': {
      const { desiredNumberScheduled = 0, currentNumberScheduled = 0, updatedNumberScheduled = 0, numberReady = 0, numberAvailable = 0 } = workload.status ?? {};
      return { desired: desiredNumberScheduled, current: currentNumberScheduled, updated: updatedNumberScheduled, ready: numberReady, available: numberAvailable };
    }
    case 'Job': {
      const { active = 0, succeeded = 0 } = workload.status ?? {};
      return { desired: workload.spec?.completions ?? workload.spec?.parallelism ?? 1, current: active, updated: active, ready: succeeded, available: succeeded };
    }
    case 'Pod': {
      const ready = workload.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ? 1 : 0;
      return { desired: 1, current: 1, updated: 1, ready, available: ready };
    }
    case 'CronJob':
      return null;
  }
};
