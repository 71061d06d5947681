import { describe, expect, it } from 'vitest';
import type { PreviewChange } from '@shared/model/change';
import { sentenceText } from '@shared/sentences/sentence';
import { annotations } from '@electron/engine/revisions/annotations';
import { readHistory, type RolloutWorkload } from '@electron/engine/revisions/revisions';
import type { HorizontalPodAutoscaler, PodTemplate } from '@electron/engine/kube/objects';
import { lastGood } from './lastGood';
import { planChange, type Plan, type PlanState } from './plan';

const template = (image: string, more: object = {}): PodTemplate => ({ spec: { containers: [{ name: 'app', image, readinessProbe: {}, ...more }] } });

const workload = (kind: RolloutWorkload['kind'], spec: object = {}, status: object = {}): RolloutWorkload =>
  ({
    apiVersion: 'apps/v1',
    kind,
    metadata: { name: 'uuid', uid: 'u', resourceVersion: '1', generation: 1, annotations: { [annotations.revision]: '3' } },
    spec: { replicas: 2, template: template('app:3'), ...spec },
    status: { observedGeneration: 1, replicas: 2, updatedReplicas: 2, readyReplicas: 2, availableReplicas: 2, ...status },
  }) as RolloutWorkload;

const replicaSet = (number: number, image: string, { readyReplicas = 0, more = {} } = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: { name: `rs-${number}`, uid: `rs-${number}`, resourceVersion: '1', annotations: { [annotations.revision]: String(number) } },
  spec: { template: { metadata: { labels: { app: 'uuid', 'pod-template-hash': 'x' } }, ...template(image, more) } },
  status: { readyReplicas },
});
const owned = [replicaSet(1, 'repo/app:v1'), replicaSet(2, 'app:2'), replicaSet(3, 'app:3')];

const stateOf = (object: RolloutWorkload, more: Partial<PlanState> = {}): PlanState => ({ workload: object, history: readHistory(object, owned), autoscaler: undefined, now: 0, ...more });
const plan = (change: PreviewChange, object = workload('Deployment'), more: Partial<PlanState> = {}): Plan => planChange(change, stateOf(object, more));
const blocked = ({ blocked: reason }: Plan): string | null => reason && sentenceText(reason);
const warnings = (made: Plan): string[] => made.warnings.map(({ key }) => key);
const setImage = (image: string, container = 'app'): PreviewChange => ({ kind: 'setImage', container, image });

describe('what is written', () => {
  it('is the image of one container and nothing else', () => {
    expect(plan(setImage('app:4')).write).toEqual({ target: 'object', changesTemplate: true, patch: { spec: { template: { spec: { containers: [{ name: 'app', image: 'app:4' }] } } } } });
  });

  it('is the image of an init container in its own list', () => {
    const object = workload('Deployment', { template: { spec: { initContainers: [{ name: 'init', image: 'i:1' }], containers: [] } } });
    expect(plan(setImage('i:2', 'init'), object).write).toMatchObject({ patch: { spec: { template: { spec: { initContainers: [{ name: 'init', image: 'i:2' }] } } } } });
  });

  it('is the whole template of the revision, without the hash that its controller added', () => {
    const { write, revision, changeCause } = plan({ kind: 'rollback', to: 1 });
    expect(write).toMatchObject({ patch: { spec: { template: { $patch: 'replace', metadata: { labels: { app: 'uuid' } }, spec: { containers: [{ image: 'repo/app:v1' }] } } } } });
    expect(JSON.stringify(write)).not.toContain('pod-template-hash');
    expect(revision?.number).toBe(1);
    expect(changeCause).toBe('Roll back to revision 1 (app v1)');
  });

  it('is the revision below the current one for "previous"', () => {
    expect(plan({ kind: 'rollback', to: 'previous' }).revision?.number).toBe(2);
  });

  it.each<[PreviewChange, unknown]>([
    [{ kind: 'scale', replicas: 5 }, { target: 'scale', replicas: 5 }],
    [{ kind: 'stop' }, { target: 'scale', replicas: 0 }],
    [{ kind: 'pause' }, { target: 'object', changesTemplate: false, patch: { spec: { paused: true } } }],
    [{ kind: 'restart' }, { target: 'object', changesTemplate: true, patch: { spec: { template: { metadata: { annotations: { [annotations.restartedAt]: '1970-01-01T00:00:00.000Z' } } } } } }],
  ])('for %j', (change, write) => {
    expect(plan(change).write).toEqual(write);
  });
});

describe('what cannot be done', () => {
  const paused = workload('Deployment', { paused: true });
  it.each<[string, Plan, string]>([
    ['an unknown container', plan(setImage('a:1', 'nope')), 'no container named nope'],
    ['a revision that is not kept', plan({ kind: 'rollback', to: 77 }), 'no revision 77'],
    ['previous of the first', planChange({ kind: 'rollback', to: 'previous' }, stateOf(workload('Deployment'), { history: readHistory(workload('Deployment'), owned.slice(2)) })), 'no previous revision'],
    ['rollback while paused', plan({ kind: 'rollback', to: 1 }, paused), 'is paused: resume it first'],
    ['restart while paused', plan({ kind: 'restart' }, paused), 'is paused: resume it first'],
    ['scaling a DaemonSet', plan({ kind: 'scale', replicas: 2 }, workload('DaemonSet')), 'DaemonSet'],
    ['pausing a StatefulSet', plan({ kind: 'pause' }, workload('StatefulSet')), 'Only a Deployment'],
  ])('%s', (_, made, reason) => {
    expect(blocked(made)).toContain(reason);
  });

  it.each<[PreviewChange, RolloutWorkload]>([
    [setImage('app:3'), workload('Deployment')],
    [{ kind: 'rollback', to: 3 }, workload('Deployment', { template: { metadata: { labels: { app: 'uuid' } }, ...template('app:3') } })],
    [{ kind: 'scale', replicas: 2 }, workload('Deployment')],
    [{ kind: 'stop' }, workload('Deployment', { replicas: 0 })],
    [{ kind: 'pause' }, paused],
    [{ kind: 'resume' }, workload('Deployment')],
  ])('%j changes nothing where it is so already', (change, object) => {
    expect(plan(change, object).changesNothing).toBe(true);
  });
});

describe('what is said before', () => {
  const autoscaler: HorizontalPodAutoscaler = { apiVersion: 'autoscaling/v1', kind: 'HorizontalPodAutoscaler', metadata: { name: 'hpa', uid: 'h', resourceVersion: '1' }, spec: { minReplicas: 2, maxReplicas: 9 } };
  it.each<[string, string[], string]>([
    ['an autoscaler that fights', warnings(plan({ kind: 'scale', replicas: 5 }, undefined, { autoscaler })), 'change.autoscalerFights'],
    ['an autoscaler that sleeps', warnings(plan({ kind: 'stop' }, undefined, { autoscaler })), 'change.autoscalerSleeps'],
    ['Recreate', warnings(plan(setImage('a:1'), workload('Deployment', { strategy: { type: 'Recreate' } }))), 'change.outageRecreate'],
    ['all pods at once', warnings(plan(setImage('a:1'), workload('Deployment', { strategy: { rollingUpdate: { maxUnavailable: '100%' } } }))), 'change.outage'],
    ['a single pod of a StatefulSet', warnings(plan(setImage('a:1'), workload('StatefulSet', { replicas: 1 }))), 'change.outage'],
    ['OnDelete', warnings(plan(setImage('a:1'), workload('StatefulSet', { updateStrategy: { type: 'OnDelete' } }))), 'change.onDelete'],
    ['a partition', warnings(plan(setImage('a:1'), workload('StatefulSet', { updateStrategy: { rollingUpdate: { partition: 1 } } }))), 'change.partition'],
    ['no readiness probe', warnings(plan(setImage('a:1'), workload('Deployment', { template: template('app:3', { readinessProbe: undefined }) }))), 'change.noReadinessProbe'],
    ['latest', warnings(plan(setImage('app:latest'))), 'change.mutableTag'],
    ['an image that may have moved since', warnings(plan({ kind: 'rollback', to: 1 }, undefined, { history: readHistory(workload('Deployment'), [replicaSet(1, 'app'), ...owned.slice(1)]) })), 'change.mutableTagBack'],
    ['a registry that nobody asked', warnings(plan({ kind: 'rollback', to: 1 })), 'change.imagesUnchecked'],
    ['no tag at all', warnings(plan(setImage('host:5000/app'))), 'change.mutableTag'],
    ['a rollout that is running', warnings(plan(setImage('a:1'), workload('Deployment', {}, { updatedReplicas: 1 }))), 'change.rolloutRunning'],
    ['a paused Deployment', warnings(plan(setImage('a:1'), workload('Deployment', { paused: true }))), 'change.pausedWaits'],
  ])('%s', (_, said, key) => {
    expect(said).toContain(key);
  });

  it('which configuration a rollback leaves as it is', () => {
    const history = readHistory(workload('Deployment'), [replicaSet(2, 'app:2', { more: { envFrom: [{ configMapRef: { name: 'settings' } }, { secretRef: { name: 'login' } }] } }), replicaSet(3, 'app:3')]);
    const { warnings: said } = plan({ kind: 'rollback', to: 2 }, undefined, { history });
    expect(said.map(sentenceText)).toContainEqual(expect.stringContaining('ConfigMap/settings, Secret/login'));
  });

  it('nothing where all is well', () => {
    expect(warnings(plan(setImage('app:4@sha256:' + 'a'.repeat(64))))).toEqual([]);
  });
});

describe('the revision that is taken again', () => {
  const kept = (number: number, image: string) => ({
    apiVersion: 'apps/v1', kind: 'ControllerRevision', metadata: { name: `cr-${number}`, uid: `cr-${number}`, resourceVersion: '1' }, revision: number, data: { spec: { template: { $patch: 'replace', ...template(image) } } },
  });
  const object = workload('StatefulSet', {}, { updateRevision: 'cr-3', currentRevision: 'cr-1' });
  const history = readHistory(object, [kept(1, 'app:1'), kept(2, 'app:2'), kept(3, 'app:3')]);

  it.each<[PreviewChange, string | null]>([[{ kind: 'rollback', to: 2 }, 'cr-2'], [setImage('app:1'), 'cr-1'], [setImage('app:4'), null], [{ kind: 'restart' }, null]])('by %j is %s', (change, name) => {
    expect(plan(change, object, { history }).reuses).toBe(name);
  });

  it('needs no name where ReplicaSets are the revisions', () => {
    expect(plan({ kind: 'rollback', to: 2 }).reuses).toBeNull();
  });

  it('and the one to go back to is the one that was rolled out last, not the one that failed before', () => {
    const failing = { ...object, status: { ...object.status, readyReplicas: 1, availableReplicas: 1 } } as RolloutWorkload;
    expect(lastGood({ workload: failing, history })).toBe(1);
  });
});

describe('where rolling back would lead', () => {
  it('is the revision that works now', () => {
    expect(lastGood(stateOf(workload('Deployment')))).toBe(3);
  });

  it('is not a revision that is failing already', () => {
    const object = workload('Deployment', {}, { updatedReplicas: 1 });
    const history = readHistory(object, [replicaSet(2, 'app:2', { readyReplicas: 2 }), replicaSet(3, 'app:3')]);
    expect(lastGood({ workload: object, history })).toBe(2);
  });
});
