export { changeCauseAnnotation, deploymentRevisionAnnotation, isWorkload, partOfLabel, templateOf, type Workload } from './workload';
export { byName, controllerOf, deploymentRevision, isUpdated, newestReplicaSet, podRevision, podsOf, replicaSetsOf, type OwnershipStores } from './ownership';
export { containerImages, digestOf, imageLabel, parseImage, podImages, type ImageReference } from './images';
export { hasEnded, isReady, podStatus, type StatusContext } from './podStatus';
export { isFinished, jobTime } from './jobStatus';
export { replicasOf } from './replicas';
export { workloadStatus, type WorkloadParts } from './workloadStatus';
export { eventTime, timeOf } from './events';
export { plainMessage } from './message';
