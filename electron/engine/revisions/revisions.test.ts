import { describe, expect, it } from 'vitest';
import type { KubeObject } from '@electron/engine/kube/types';
import { annotations } from './annotations';
import { findRevision, isPodOf, readHistory, type RolloutWorkload } from './revisions';

interface Kept {
  number: number;
  createdAt?: number;
  history?: string;
  cause?: string;
  by?: string;
  id?: string;
  reuses?: string;
}

type Story = Pick<Kept, 'cause' | 'by' | 'id' | 'reuses'>;

const told = ({ cause, by, id, reuses }: Story): Record<string, string> => ({
  ...(cause === undefined ? {} : { [annotations.changeCause]: cause }),
  ...(by === undefined ? {} : { [annotations.changedBy]: by }),
  ...(id === undefined ? {} : { [annotations.changeId]: id }),
  ...(reuses === undefined ? {} : { [annotations.reuses]: reuses }),
});

const meta = (name: string, { number, createdAt = number, ...story }: Kept): KubeObject['metadata'] => ({
  name,
  uid: `uid-${name}`,
  resourceVersion: '1',
  creationTimestamp: new Date(createdAt * 1000).toISOString(),
  annotations: told(story),
});

const replicaSet = (kept: Kept): KubeObject => {
  const metadata = meta(`rs-${kept.number}`, kept);
  const numbers = { [annotations.revision]: String(kept.number), ...(kept.history === undefined ? {} : { [annotations.revisionHistory]: kept.history }) };
  return { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { ...metadata, annotations: { ...metadata.annotations, ...numbers } }, spec: { template: { spec: { containers: [] } } } };
};

const controllerRevision = (kept: Kept): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'ControllerRevision',
  metadata: { ...meta(`cr-${kept.number}`, kept), labels: { 'controller-revision-hash': `hash${kept.number}` } },
  revision: kept.number,
  data: { spec: { template: { $patch: 'replace', spec: { containers: [] } } } },
});

const deployment = (current?: number): RolloutWorkload => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'app', uid: 'd', resourceVersion: '1', annotations: current === undefined ? {} : { [annotations.revision]: String(current) } },
});

const statefulSet = (updateRevision: string, story: Story = {}): RolloutWorkload => ({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'app', uid: 's', resourceVersion: '1', annotations: told(story) },
  status: { updateRevision },
});

describe('the history of a Deployment', () => {
  it('is newest first, and previous is the highest number below the current one', () => {
    const history = readHistory(deployment(5), [replicaSet({ number: 3 }), replicaSet({ number: 5 }), replicaSet({ number: 1 })]);
    expect(history.revisions.map(({ number }) => number)).toEqual([5, 3, 1]);
    expect(history.current?.number).toBe(5);
    expect(history.previous?.number).toBe(3);
  });

  it('finds a revision by a number it had before it was rolled back to', () => {
    const history = readHistory(deployment(4), [replicaSet({ number: 4, history: '1,2' }), replicaSet({ number: 3 })]);
    expect(findRevision(history, 1)?.number).toBe(4);
    expect(findRevision(history, 9)).toBeNull();
  });

  it('leaves out a ReplicaSet that has no number yet, and knows no current one for that moment', () => {
    const fresh = replicaSet({ number: 3 });
    const unnumbered: KubeObject = { ...fresh, metadata: { ...fresh.metadata, annotations: {} } };
    const history = readHistory(deployment(3), [unnumbered, replicaSet({ number: 2 })]);
    expect(history.revisions.map(({ number }) => number)).toEqual([2]);
    expect(history.current).toBeNull();
  });

  it('does not credit us with a change that another tool made after ours', () => {
    const ours = { cause: 'Set image to v2', by: 'wheelhouse: ann', id: 'x' };
    const { revisions } = readHistory(deployment(3), [replicaSet({ number: 2, ...ours }), replicaSet({ number: 3, ...ours })]);
    expect(revisions.map(({ changedBy, changeCause }) => [changedBy, changeCause])).toEqual([[null, null], ['wheelhouse: ann', 'Set image to v2']]);
  });

  it('keeps the cause that the other tool wrote', () => {
    const ours = { cause: 'Set image to v2', by: 'wheelhouse: ann', id: 'x' };
    const { revisions } = readHistory(deployment(3), [replicaSet({ number: 2, ...ours }), replicaSet({ number: 3, ...ours, cause: 'kubectl set image' })]);
    expect(revisions[0]).toMatchObject({ changedBy: null, changeCause: 'kubectl set image' });
  });

  it('credits us with a rollback although its ReplicaSet is old', () => {
    const back = { cause: 'Roll back to revision 1', by: 'wheelhouse: ann', id: 'y' };
    const { revisions } = readHistory(deployment(4), [replicaSet({ number: 4, createdAt: 1, ...back }), replicaSet({ number: 5, createdAt: 5, ...back })]);
    expect(revisions.map(({ changedBy }) => changedBy)).toEqual([null, 'wheelhouse: ann']);
  });

  it('reads hundreds of revisions', () => {
    const many = Array.from({ length: 300 }, (_, index) => replicaSet({ number: index + 1, id: `id-${index}` }));
    expect(readHistory(deployment(300), many).revisions).toHaveLength(300);
  });
});

describe('the history of a StatefulSet and a DaemonSet', () => {
  it('takes what the status names as current, and the story of the workload for it', () => {
    const owned = [controllerRevision({ number: 1, cause: 'first' }), controllerRevision({ number: 3, cause: 'second' })];
    const history = readHistory(statefulSet('cr-3', { cause: 'Roll back', by: 'wheelhouse: ann', id: 'z' }), owned);
    expect(history.current).toMatchObject({ number: 3, changeCause: 'Roll back', changedBy: 'wheelhouse: ann' });
    expect(history.previous?.number).toBe(1);
  });

  it('takes the newest as current where the status names none', () => {
    const daemonSet: RolloutWorkload = { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'app', uid: 'ds', resourceVersion: '1' } };
    expect(readHistory(daemonSet, [controllerRevision({ number: 1 }), controllerRevision({ number: 2 })]).current?.number).toBe(2);
  });

  it.each([['cr-2'], ['hash2']])('knows a pod by its label %s', (label) => {
    const [revision] = readHistory(statefulSet('cr-2'), [controllerRevision({ number: 2 })]).revisions;
    const pod: KubeObject = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', uid: 'p', resourceVersion: '1', labels: { 'controller-revision-hash': label } } };
    expect(revision && isPodOf(revision, pod)).toBe(true);
  });

  it('is empty for a workload that owns nothing yet', () => {
    expect(readHistory(statefulSet('cr-1'), [])).toEqual({ revisions: [], current: null, previous: null });
  });
});

describe('a rollback of ours that re-used a ControllerRevision', () => {
  const ours = { cause: 'Roll back to revision 1', by: 'wheelhouse: ann', id: 'y', reuses: 'cr-3' };
  const reused = controllerRevision({ number: 3, createdAt: 1 });

  it('is told of that revision, which bears no mark of it', () => {
    const { current } = readHistory(statefulSet('cr-3', ours), [reused, controllerRevision({ number: 2 })]);
    expect(current).toMatchObject({ changedBy: 'wheelhouse: ann', changeCause: 'Roll back to revision 1' });
  });

  it('is not told of what another tool made afterwards, to which our marks were copied', () => {
    const foreign = controllerRevision({ number: 4, ...ours });
    const { revisions } = readHistory(statefulSet('cr-4', ours), [reused, controllerRevision({ number: 2 }), foreign]);
    expect(revisions.map(({ changedBy, changeCause }) => [changedBy, changeCause])).toEqual([[null, null], [null, null], [null, null]]);
    const later = readHistory(statefulSet('cr-5', { id: 'z', by: 'wheelhouse: bob' }), [reused, foreign, controllerRevision({ number: 5, id: 'z', by: 'wheelhouse: bob' })]);
    expect(later.revisions.map(({ changedBy }) => changedBy)).toEqual(['wheelhouse: bob', null, null]);
  });
});
