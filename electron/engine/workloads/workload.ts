import type { CronJob, DaemonSet, Deployment, Job, Pod, PodTemplate, ReplicaSet, StatefulSet } from '@electron/engine/kube/objects';
import type { KubeObject } from '@electron/engine/kube/types';

/** Everything that runs pods, told apart by `kind`. A Pod or ReplicaSet counts when nothing else stands for it. */
export type Workload =
  | (Deployment & { kind: 'Deployment' })
  | (StatefulSet & { kind: 'StatefulSet' })
  | (DaemonSet & { kind: 'DaemonSet' })
  | (Job & { kind: 'Job' })
  | (CronJob & { kind: 'CronJob' })
  | (ReplicaSet & { kind: 'ReplicaSet' })
  | (Pod & { kind: 'Pod' });

const kinds: ReadonlySet<string> = new Set<Workload['kind']>(['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob', 'ReplicaSet', 'Pod']);
export const isWorkload = (object: KubeObject): object is Workload => kinds.has(object.kind);

/** What its pods are made from; a bare pod is its own template. */
export const templateOf = (workload: Workload): PodTemplate | undefined => {
  switch (workload.kind) {
    case 'Pod':
      return { metadata: workload.metadata, spec: workload.spec };
    case 'CronJob':
      return workload.spec?.jobTemplate?.spec?.template;
    default:
      return workload.spec?.template;
  }
};

export const partOfLabel = 'app.kubernetes.io/part-of';
export const changeCauseAnnotation = 'kubernetes.io/change-cause';
export const deploymentRevisionAnnotation = 'deployment.kubernetes.io/revision';
