import { afterEach, describe, expect, it } from 'vitest';
import { createOpenEnvironment } from '@electron/engine/services/openEnvironment.fixture';
import { deployment, meta, pod, replicaSet, secondsAgo, upStatus } from '@electron/engine/workloads/objects.fixture';
import { componentDetailSchema, type ComponentDetail, type ComponentRef } from '@shared/model/component';
import { sentenceText } from '@shared/sentences/sentence';
import { watchComponent } from './watch';

const ref: ComponentRef = { environmentId: 'e', kind: 'Deployment', name: 'uuid' };
const digest = `sha256:${'a'.repeat(64)}`;
const uuid = deployment({ replicas: 1, strategy: { type: 'RollingUpdate' } }, { replicas: 1, updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1 }, {
  labels: { 'app.kubernetes.io/part-of': 'shop' }, annotations: { 'kubernetes.io/change-cause': 'first' },
});
const running = pod({ name: 'uuid-1', ready: true, status: { ...upStatus, imageID: `r/a@${digest}`, restartCount: 2, lastState: { terminated: { exitCode: 1, finishedAt: secondsAgo(9000) } } } });
const event = (name: string, ago: number, about: string) => ({
  apiVersion: 'v1', kind: 'Event', metadata: meta(name), type: 'Normal', reason: 'Scheduled', message: name, count: 2, lastTimestamp: secondsAgo(ago), source: { component: 'scheduler' }, involvedObject: { kind: 'Pod', name: 'uuid-1', uid: about },
});
const autoscaler = { apiVersion: 'autoscaling/v1', kind: 'HorizontalPodAutoscaler', metadata: meta('hpa'), spec: { scaleTargetRef: { kind: 'Deployment', name: 'uuid' }, minReplicas: 2, maxReplicas: 5 } };

const aborts: AbortController[] = [];
afterEach(() => aborts.splice(0).forEach((abort) => abort.abort()));
const watch = (site: ReturnType<typeof createOpenEnvironment>, of = ref) => {
  const abort = new AbortController();
  aborts.push(abort);
  const details = watchComponent(site.open, of, abort.signal);
  return async (): Promise<ComponentDetail> => componentDetailSchema.parse((await details.next()).value);
};

describe('the panel of a component', () => {
  it('holds all that belongs to it', async () => {
    const site = createOpenEnvironment([uuid, replicaSet('uuid-rs', 7), running, autoscaler, event('old', 60, 'uid-uuid-1'), event('new', 5, 'uid-uuid-1'), event('foreign', 1, 'uid-else')]);
    const detail = await watch(site)();
    expect(detail).toMatchObject({
      uid: 'uid-uuid', application: 'shop', gone: false, strategy: 'RollingUpdate', changeCause: 'first', autoscaler: { name: 'hpa', min: 2, max: 5 }, notes: [],
      images: [{ container: 'app', tag: 'v1', digests: [{ digest, pods: 1 }] }],
      replicas: { desired: 1, updated: 1, ready: 1, available: 1 },
      pods: [{ name: 'uuid-1', ready: '1/1', restarts: 2, revision: 7, node: 'node-1', images: [{ digest }] }],
      events: [{ message: 'new', count: 2, object: 'Pod/uuid-1', source: 'scheduler' }, { message: 'old' }],
    });
  });

  it('comes anew when something of it changed, is marked when it was deleted, and back when it was made again', async () => {
    const site = createOpenEnvironment([uuid, replicaSet('uuid-rs', 1), running]);
    const next = watch(site);
    await next();
    site.put({ ...uuid, metadata: { ...uuid.metadata, resourceVersion: '2' }, spec: { ...uuid.spec, paused: true } });
    expect(await next()).toMatchObject({ paused: true, status: { word: 'paused' } });
    site.remove(uuid);
    const gone = await next();
    expect([gone.gone, sentenceText(gone.status.cause), gone.application]).toEqual([true, 'Deployment uuid was deleted', 'shop']);
    site.put({ ...uuid, metadata: { ...uuid.metadata, uid: 'uid-again' } });
    expect(await next()).toMatchObject({ gone: false, uid: 'uid-again' });
  });

  it('notes parts that may not be listed', async () => {
    const site = createOpenEnvironment([uuid, replicaSet('uuid-rs', 1), running]);
    site.become('Event', { state: 'denied' });
    site.become('Pod', { state: 'denied' });
    const { notes, status, pods } = await watch(site)();
    expect(notes.map(sentenceText)).toEqual(['pods', 'events'].map((resource) => `Not shown, because these permissions do not allow to list ${resource}`));
    expect([status.word, pods]).toEqual(['running', []]);
  });

  it('says that it is still reading', async () => {
    const site = createOpenEnvironment([uuid]);
    site.become('Pod', { state: 'connecting' });
    expect(await watch(site)()).toMatchObject({ uid: '', status: { word: 'unknown' }, freshness: { state: 'connecting' } });
  });

  it('is refused for what does not exist and for a kind that may not be listed', async () => {
    await expect(watch(createOpenEnvironment())()).rejects.toMatchObject({ code: 'NOT_FOUND', sentence: { key: 'component.notFound' } });
    const site = createOpenEnvironment([uuid]);
    site.become('Deployment', { state: 'denied' });
    await expect(watch(site)()).rejects.toMatchObject({ code: 'FORBIDDEN', data: { verb: 'list', resource: 'deployments', namespace: 'shop' } });
  });

  it('finds a CronJob\'s pods through its Jobs', async () => {
    const owned = (kind: string, uid: string) => ({ ownerReferences: [{ apiVersion: 'batch/v1', kind, name: uid, uid, controller: true }] });
    const site = createOpenEnvironment([
      { apiVersion: 'batch/v1', kind: 'CronJob', metadata: meta('nightly'), spec: { schedule: '@daily' } },
      { apiVersion: 'batch/v1', kind: 'Job', metadata: meta('run', owned('CronJob', 'uid-nightly')) },
      pod({ name: 'run-1', metadata: owned('Job', 'uid-run') }),
    ]);
    expect(await watch(site, { ...ref, kind: 'CronJob', name: 'nightly' })()).toMatchObject({ replicas: null, pods: [{ name: 'run-1' }] });
  });
});
