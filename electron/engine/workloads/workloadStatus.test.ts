import { describe, expect, it } from 'vitest';
import type { CronJob, DaemonSet, Job, KubeEvent, StatefulSet } from '@electron/engine/kube/objects';
import { sentenceText } from '@shared/sentences/sentence';
import { deployment, meta, now, ownedBy, pod, replicaSet, secondsAgo, waiting } from './objects.fixture';
import type { Workload } from './workload';
import { workloadStatus, type WorkloadParts } from './workloadStatus';

const say = (workload: Workload, parts: Partial<WorkloadParts> = {}, events: KubeEvent[] = []): string => {
  const { word, cause } = workloadStatus(workload, { pods: [], replicaSets: [], jobs: [], ...parts }, { now, events: () => events });
  return `${word}: ${sentenceText(cause)}`;
};
const missingImage = pod({ name: 'uuid-new', metadata: ownedBy('ReplicaSet', 'new'), status: waiting('ErrImagePull', 'manifest unknown') });
const missingImageSaid = 'Image 10.0.0.2:5000/apps/uuid:v1 does not exist in the registry (container app)';
const evicted = pod({ name: 'gone', podStatus: { phase: 'Failed', reason: 'Evicted', message: 'low memory' } });

const statefulSet = (spec: Partial<NonNullable<StatefulSet['spec']>>, status: Partial<NonNullable<StatefulSet['status']>>): StatefulSet & { kind: 'StatefulSet' } => ({
  apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: meta('db', { generation: 1 }), spec: { replicas: 3, ...spec },
  status: { observedGeneration: 1, replicas: 3, readyReplicas: 3, updatedReplicas: 3, currentRevision: 'db-1', updateRevision: 'db-1', ...status },
});
const daemonSet = (status: Partial<NonNullable<DaemonSet['status']>>): DaemonSet & { kind: 'DaemonSet' } => ({
  apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: meta('agent', { generation: 1 }),
  status: { observedGeneration: 1, desiredNumberScheduled: 2, currentNumberScheduled: 2, updatedNumberScheduled: 2, numberReady: 2, numberAvailable: 2, ...status },
});
const job = (status: Job['status'], spec: Job['spec'] = {}, name = 'migrate'): Job & { kind: 'Job' } => ({ apiVersion: 'batch/v1', kind: 'Job', metadata: meta(name), spec, status });
const cronJob = (status: CronJob['status'], suspend = false): CronJob & { kind: 'CronJob' } => ({
  apiVersion: 'batch/v1beta1', kind: 'CronJob', metadata: meta('nightly'), spec: { schedule: '0 3 * * *', suspend }, status,
});
const finished = (type: 'Complete' | 'Failed', name: string, ago: number) =>
  job({ conditions: [{ type, status: 'True', reason: 'BackoffLimitExceeded', message: 'Job has reached the specified backoff limit', lastTransitionTime: secondsAgo(ago) }] }, {}, name);

describe('status of a Deployment', () => {
  const cases: [what: string, workload: Workload, said: string, parts?: Partial<WorkloadParts>][] = [
    ['running', deployment(), 'running: 3 of 3 ready'],
    ['running, evicted pods left', deployment(), 'running: 3 of 3 ready; failed pods left behind: 1', { pods: [evicted] }],
    ['evicted and not replaced', deployment({}, { readyReplicas: 2, availableReplicas: 2 }), 'partlyAbnormal: Evicted by the node: low memory', { pods: [evicted] }],
    ['first start', deployment({}, { readyReplicas: 1, availableReplicas: 1 }), 'starting: Starting: 1 of 3 ready'],
    ['not seen by the controller', deployment({}, { observedGeneration: 1 }), 'upgrading: The change was accepted; the cluster has not acted on it yet'],
    ['upgrading', deployment({}, { replicas: 4, updatedReplicas: 1 }), 'upgrading: Upgrading: 1 of 3 updated, 3 ready'],
    ['old pods left', deployment({}, { replicas: 4 }), 'upgrading: Upgrading: all 3 updated, old pods still stopping: 1'],
    ['waiting out minReadySeconds', deployment({}, { availableReplicas: 1 }), 'starting: 3 of 3 ready, waiting until they have been ready long enough'],
    ['upgrade that cannot pull', deployment({}, { replicas: 4, updatedReplicas: 1 }), `partlyAbnormal: ${missingImageSaid}`,
      { pods: [missingImage, pod({ name: 'uuid-old', metadata: ownedBy('ReplicaSet', 'old') })], replicaSets: [replicaSet('old', 1), replicaSet('new', 2)] }],
    ['nothing ready, image missing', deployment({}, { readyReplicas: 0, availableReplicas: 0 }), `abnormal: ${missingImageSaid}`, { pods: [missingImage] }],
    ['the new revision is named before the old one', deployment({}, { readyReplicas: 0 }), `abnormal: ${missingImageSaid}`,
      { pods: [pod({ name: 'a-old', metadata: ownedBy('ReplicaSet', 'old'), status: { ...waiting('CrashLoopBackOff'), restartCount: 1 } }), missingImage], replicaSets: [replicaSet('old', 1), replicaSet('new', 2)] }],
    ['crashing and ready for a moment', deployment({ replicas: 1 }, { replicas: 1, updatedReplicas: 1, readyReplicas: 1 }), 'abnormal: Container app crashes again and again: exit code 1, restarts: 3',
      { pods: [pod({ ready: true, status: { restartCount: 3, state: { running: { startedAt: secondsAgo(2) } }, lastState: { terminated: { exitCode: 1 } } } })] }],
    ['deadline', deployment({ progressDeadlineSeconds: 60 }, { readyReplicas: 0, conditions: [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' }] }),
      'abnormal: The rollout made no progress for 60 s (ProgressDeadlineExceeded): 3 of 3 updated, 0 ready'],
    ['quota', deployment({}, { replicas: 2, readyReplicas: 2, conditions: [{ type: 'ReplicaFailure', status: 'True', message: 'pods "uuid-x-" is forbidden: exceeded quota: small, requested: pods=1, used: pods=2, limited: pods=2' }] }),
      'partlyAbnormal: The quota of the namespace allows no more pods: exceeded quota: small, requested: pods=1, used: pods=2, limited: pods=2'],
    ['admission', deployment({}, { readyReplicas: 0, conditions: [{ type: 'ReplicaFailure', status: 'True', message: 'admission webhook "policy" denied the request: no root' }] }),
      'abnormal: The cluster refuses to create pods: admission webhook "policy" denied the request: no root'],
    ['paused', deployment({ paused: true }, { replicas: 4, updatedReplicas: 1 }), 'paused: The rollout is paused: 3 of 3 ready, changes wait until it is resumed'],
    ['stopping', deployment({ replicas: 0 }), 'stopping: Scaled to 0; pods still stopping: 1', { pods: [pod(), evicted] }],
    ['stopped', deployment({ replicas: 0 }, { replicas: 0 }), 'stopped: Scaled to 0', { pods: [evicted] }],
    ['deleted', deployment({}, {}, { deletionTimestamp: secondsAgo(1), finalizers: ['foregroundDeletion'] }), 'stopping: Being deleted'],
    ['deleted and held', deployment({}, {}, { deletionTimestamp: secondsAgo(1), finalizers: ['example.com/x'] }), 'stopping: Being deleted; waits for the finalizer example.com/x'],
    ['pods unreadable', deployment({}, { readyReplicas: 1 }), 'partlyAbnormal: Its pods are not readable with these permissions; the controller counts 1 of 3 ready', { pods: null }],
    ['surplus', deployment({ replicas: 2 }), 'running: 2 of 2 ready; surplus pods are stopping'],
  ];
  it.each(cases)('%s', (_, workload, said, parts) => {
    expect(say(workload, parts)).toBe(said);
  });
});

describe('status of other controllers', () => {
  const cases: [what: string, workload: Workload, said: string, parts?: Partial<WorkloadParts>, events?: KubeEvent[]][] = [
    ['StatefulSet running', statefulSet({}, {}), 'running: 3 of 3 ready'],
    ['StatefulSet in order', statefulSet({}, { replicas: 2, readyReplicas: 1, updatedReplicas: 2 }), 'starting: Starting in order: 1 of 3 ready, db-1 comes first',
      { pods: [pod({ name: 'db-0' }), pod({ name: 'db-1', status: waiting('ContainerCreating') })] }],
    ['StatefulSet in parallel', statefulSet({ podManagementPolicy: 'Parallel' }, { readyReplicas: 1 }), 'starting: Starting: 1 of 3 ready'],
    ['StatefulSet upgrading', statefulSet({}, { updatedReplicas: 1, updateRevision: 'db-2', readyReplicas: 2 }), 'upgrading: Upgrading: 1 of 3 updated, 2 ready'],
    ['StatefulSet with a partition', statefulSet({ updateStrategy: { rollingUpdate: { partition: 2 } } }, { updatedReplicas: 1, updateRevision: 'db-2' }), 'running: 3 of 3 ready'],
    ['StatefulSet OnDelete', statefulSet({ updateStrategy: { type: 'OnDelete' } }, { updatedReplicas: 1, updateRevision: 'db-2' }),
      'running: 1 of 3 updated: the strategy OnDelete replaces a pod only when someone deletes it'],
    ['StatefulSet over quota', statefulSet({}, { replicas: 1, readyReplicas: 1 }), 'partlyAbnormal: The quota of the namespace allows no more pods: exceeded quota: small', {}, [
      { apiVersion: 'v1', kind: 'Event', metadata: meta('e'), type: 'Warning', reason: 'FailedCreate', lastTimestamp: secondsAgo(60), message: 'create Pod db-1 in StatefulSet db failed error: pods "db-1" is forbidden: exceeded quota: small' },
    ]],
    ['DaemonSet running', daemonSet({}), 'running: 2 of 2 ready'],
    ['DaemonSet without nodes', daemonSet({ desiredNumberScheduled: 0, currentNumberScheduled: 0 }), 'idle: No node matches, so no pod is wanted'],
    ['DaemonSet misscheduled', daemonSet({ numberMisscheduled: 1 }), 'running: 2 of 2 ready; pods on nodes that do not want them: 1'],
    ['DaemonSet upgrading', daemonSet({ updatedNumberScheduled: 1, numberReady: 1 }), 'upgrading: Upgrading: 1 of 2 updated, 1 ready'],
    ['Job waiting', job({}), 'starting: Waits for its first pod'],
    ['Job running', job({ active: 1, succeeded: 2 }, { completions: 5 }), 'running: Running: active 1, succeeded 2 of 5'],
    ['Job retrying', job({ active: 1, failed: 1 }), 'partlyAbnormal: An attempt failed and is tried again: active 1, failed 1'],
    ['Job completed', job({ succeeded: 1, conditions: [{ type: 'Complete', status: 'True' }] }), 'completed: Completed: succeeded 1'],
    ['Job failed, pod kept', finished('Failed', 'migrate', 60), 'abnormal: Container app failed with exit code 9', { pods: [pod({ podStatus: { phase: 'Failed' }, status: { state: { terminated: { exitCode: 9 } } } })] }],
    ['Job failed, pod gone', finished('Failed', 'migrate', 60), 'abnormal: Failed (BackoffLimitExceeded): Job has reached the specified backoff limit'],
    ['Job suspended', job({}, { suspend: true }), 'paused: Suspended: no pod is started until it is resumed'],
    ['CronJob new', cronJob({}), 'idle: Has not run yet; schedule 0 3 * * *'],
    ['CronJob suspended', cronJob({}, true), 'paused: Suspended: the schedule 0 3 * * * starts nothing until it is resumed'],
    ['CronJob active', cronJob({ active: [{ name: 'x' }] }), 'running: A run is active now; schedule 0 3 * * *'],
    ['CronJob whose last run failed', cronJob({ lastScheduleTime: secondsAgo(60) }), 'abnormal: Last run late failed (BackoffLimitExceeded): Job has reached the specified backoff limit',
      { jobs: [finished('Complete', 'early', 900), finished('Failed', 'late', 30)] }],
    ['CronJob whose last run succeeded', cronJob({ lastScheduleTime: secondsAgo(0) }), 'idle: Last run 2026-01-01 12:00 UTC succeeded; schedule 0 3 * * *', { jobs: [finished('Complete', 'late', 30), finished('Failed', 'early', 900)] }],
    ['bare pod', pod(), 'running: Running and ready'],
  ];
  it.each(cases)('%s', (_, workload, said, parts, events) => {
    expect(say(workload, parts, events)).toBe(said);
  });
});
