import { describe, expect, it } from 'vitest';
import { sentenceText } from '@shared/sentences/sentence';
import type { Condition, Pod, PodTemplate } from '@electron/engine/kube/objects';
import { readHistory, type RolloutWorkload } from '@electron/engine/revisions/revisions';
import { assess, type Assessment, type RolloutGoal, type RolloutView } from './assess';

const template = (image: string): PodTemplate => ({ spec: { containers: [{ name: 'app', image }] } });
const newTemplate = template('app:2');

interface Numbers {
  replicas?: number;
  updatedReplicas?: number;
  readyReplicas?: number;
  availableReplicas?: number;
}
const complete: Numbers = { replicas: 2, updatedReplicas: 2, readyReplicas: 2, availableReplicas: 2 };

interface Live {
  generation?: number;
  observed?: number;
  numbers?: Numbers;
  spec?: object;
  conditions?: Condition[];
}
const deployment = ({ generation = 2, observed = generation, numbers = complete, spec = {}, conditions = [] }: Live = {}): RolloutWorkload => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'app', uid: 'd', resourceVersion: '1', generation, annotations: { 'deployment.kubernetes.io/revision': '2' } },
  spec: { replicas: 2, template: newTemplate, ...spec },
  status: { observedGeneration: observed, ...numbers, conditions },
});
const replicaSet = (number: number, image: string, conditions: Condition[] = []) => ({
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: { name: `rs-${number}`, uid: `rs-${number}`, resourceVersion: '1', annotations: { 'deployment.kubernetes.io/revision': String(number) } },
  spec: { template: template(image) },
  status: { conditions },
});
const pod = (name: string, { revision = 2, ready = true, imageID = 'repo@sha256:2', deleting = false, waiting = '' } = {}): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name, uid: name, resourceVersion: '1',
    labels: { 'controller-revision-hash': `cr-${revision}` },
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: `rs-${revision}`, uid: `rs-${revision}`, controller: true }],
    ...(deleting ? { deletionTimestamp: '2026-01-01T00:00:00Z' } : {}),
  },
  spec: { nodeName: 'n', containers: [{ name: 'app', image: 'app:2' }] },
  status: {
    phase: 'Running',
    conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }],
    containerStatuses: [{ name: 'app', imageID, ready, state: waiting === '' ? { running: {} } : { waiting: { reason: waiting, message: 'manifest unknown' } } }],
  },
});

const goal: RolloutGoal = { name: 'app', uid: 'd', generation: 2, template: newTemplate, replicas: null, staleDeadline: null };
const now = Date.parse('2026-01-01T00:00:00Z');
const judge = (workload: RolloutWorkload | undefined, view: Partial<RolloutView> = {}, aim: Partial<RolloutGoal> = {}): Assessment =>
  assess({ ...goal, ...aim }, {
    workload,
    history: workload ? readHistory(workload, [replicaSet(1, 'app:1'), replicaSet(2, 'app:2')]) : null,
    pods: [pod('a'), pod('b')],
    eventsOf: () => [],
    now,
    progressAt: now,
    ...view,
  });
const said = (assessment: Assessment): string => (assessment.detail ? sentenceText(assessment.detail) : '');
const problems = (assessment: Assessment): string[] => assessment.problems.map(sentenceText);

describe('a rollout is done', () => {
  it('when the numbers and the pods agree', () => {
    const assessment = judge(deployment());
    expect(assessment.state).toBe('done');
    expect(said(assessment)).toContain('All 2 pods');
  });

  it('and says that old pods still terminate', () => {
    expect(said(judge(deployment(), { pods: [pod('a'), pod('b'), pod('old', { revision: 1, deleting: true })] }))).toContain('still terminating: 1');
  });

  it('although an autoscaler raised the generation meanwhile', () => {
    expect(judge(deployment({ generation: 5 })).state).toBe('done');
  });

  it('when it was stopped and no pod is left', () => {
    const stopped = deployment({ spec: { replicas: 0 }, numbers: {} });
    expect(said(judge(stopped, { pods: [] }, { template: null, replicas: 0 }))).toBe('No pod runs any more');
  });
});

describe('a rollout goes on', () => {
  it.each([
    ['the cache has not seen the write', deployment({ generation: 1 })],
    ['the controller has not seen it', deployment({ observed: 1 })],
    ['pods are not updated', deployment({ numbers: { ...complete, updatedReplicas: 1 } })],
    ['pods are not available', deployment({ numbers: { ...complete, availableReplicas: 1 } })],
    ['old pods are there', deployment({ numbers: { ...complete, replicas: 3 } })],
  ])('while %s', (_, workload) => {
    expect(judge(workload).state).toBe('rolling');
  });

  it.each([
    ['a pod is not ready in the cache of pods', [pod('a'), pod('b', { ready: false })]],
    ['an old pod is still there', [pod('a'), pod('b'), pod('c', { revision: 1 })]],
    ['a pod has no image id yet', [pod('a'), pod('b', { imageID: '' })]],
  ])('verifying, while %s', (_, pods) => {
    expect(judge(deployment(), { pods }).state).toBe('verifying');
  });
});

describe('a rollout is only saved', () => {
  it('when the Deployment is paused', () => {
    expect(judge(deployment({ spec: { paused: true } }))).toMatchObject({ state: 'saved', detail: { key: 'rollout.paused' } });
  });

  it('when pods are replaced on delete', () => {
    const onDelete: RolloutWorkload = { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'app', uid: 'd', resourceVersion: '1', generation: 2 }, spec: { template: newTemplate, updateStrategy: { type: 'OnDelete' } } };
    expect(judge(onDelete)).toMatchObject({ state: 'saved', detail: { key: 'rollout.onDelete' } });
  });

  it('when the pods may not be read', () => {
    expect(judge(deployment(), { pods: null })).toMatchObject({ state: 'saved', detail: { key: 'rollout.podsDenied' } });
  });
});

describe('a rollout fails', () => {
  const exceeded: Condition = { type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded', lastUpdateTime: 'then' };
  const rolling = deployment({ numbers: { ...complete, updatedReplicas: 1 }, conditions: [exceeded] });

  it.each([
    ['the component is gone', judge(undefined), 'NOT_FOUND'],
    ['it was made anew under the same name', judge(deployment(), {}, { uid: 'other' }), 'NOT_FOUND'],
    ['somebody changed the template', judge(deployment({ generation: 3, spec: { template: template('app:3') } })), 'CONFLICT'],
    ['somebody changed the number', judge(deployment({ generation: 3, spec: { replicas: 7 } }), {}, { template: null, replicas: 4 }), 'CONFLICT'],
    ['the deadline passed', judge(rolling), 'UPSTREAM'],
    ['one tag turned out to be two images', judge(deployment(), { pods: [pod('a'), pod('b', { imageID: 'repo@sha256:3' })] }), 'UPSTREAM'],
  ])('when %s', (_, assessment, code) => {
    expect(assessment.state).toBe('failed');
    expect(assessment.error?.code).toBe(code);
  });

  it('not for a deadline that an earlier rollout missed', () => {
    expect(judge(rolling, {}, { staleDeadline: 'then' }).state).toBe('rolling');
  });

  it('for that one too when nothing moves until the deadline', () => {
    expect(judge(rolling, { progressAt: now - 601_000 }, { staleDeadline: 'then' }).error?.data).toMatchObject({ reason: 'ProgressDeadlineExceeded' });
  });
});

describe('problems are said while they happen', () => {
  const rolling = deployment({ numbers: { ...complete, updatedReplicas: 1 } });

  it('of new pods', () => {
    const assessment = judge(rolling, { pods: [pod('a', { ready: false, waiting: 'ImagePullBackOff' }), pod('b', { ready: false, waiting: 'ImagePullBackOff' })] });
    expect(assessment.state).toBe('rolling');
    expect(problems(assessment)).toHaveLength(1);
    expect(problems(assessment)[0]).toContain('app:2');
  });

  it('not of old pods, which are on their way out', () => {
    expect(problems(judge(rolling, { pods: [pod('old', { revision: 1, ready: false, waiting: 'CrashLoopBackOff' })] }))).toEqual([]);
  });

  it('of a quota that lets no pod in', () => {
    const history = readHistory(rolling, [replicaSet(2, 'app:2', [{ type: 'ReplicaFailure', status: 'True', message: 'exceeded quota: small' }])]);
    expect(problems(judge(rolling, { history }))).toEqual(['The quota of the namespace allows no more pods: exceeded quota: small']);
  });

  it('of the broken old pod that a StatefulSet waits for', () => {
    const set: RolloutWorkload = {
      apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'app', uid: 'd', resourceVersion: '1', generation: 2 },
      spec: { replicas: 2, template: newTemplate }, status: { observedGeneration: 2, replicas: 2, readyReplicas: 1, updatedReplicas: 1, currentRevision: 'cr-1', updateRevision: 'cr-2' },
    };
    const revision = (number: number) => ({ apiVersion: 'apps/v1', kind: 'ControllerRevision', metadata: { name: `cr-${number}`, uid: `cr-${number}`, resourceVersion: '1' }, revision: number });
    const pods = [pod('app-0'), pod('app-1', { revision: 1, ready: false, waiting: 'ImagePullBackOff' })];
    expect(problems(judge(set, { pods, history: readHistory(set, [revision(1), revision(2)]) }))).toEqual([expect.stringContaining('app-1')]);
  });
});
