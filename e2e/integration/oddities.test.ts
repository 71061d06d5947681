import type { KubernetesObject } from '@kubernetes/client-node';
import { beforeAll, describe, expect, it } from 'vitest';
import { sentenceText } from '@shared/sentences/sentence';
import { valueOf } from '../fixtures/engine';
import { follow, followTopology } from '../fixtures/follow';
import { addEnvironment, furnish, playUuid, refTo, useStage, type Scene } from '../fixtures/stage';
import { uuidObjects } from '../fixtures/uuid';

const stage = useStage();
let scene: Scene;

beforeAll(async () => {
  scene = await playUuid(stage);
});

const markup = '<img src=x onerror="alert(1)"> & <script>';
/** A terminal escape, a bell, a right-to-left override. */
const controls = '\u001b[31mred\u0007 \u202eevil';
const hasControls = (text: string): boolean => /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(text);

describe('odd objects', () => {
  it('an object of 900 KB is shown, cut where nobody would read on, and leaves the topology as quick as before', async () => {
    const { namespace, environment } = scene;
    const large = {
      apiVersion: 'v1', kind: 'ConfigMap',
      metadata: { name: 'env-config', namespace, annotations: { 'example.com/packed': 'a'.repeat(200_000) } },
      data: { DEMO_VALUE: 'test', TICK: '5', LARGE: 'd'.repeat(700_000) },
    };
    await stage.site.patch(large);
    const topology = followTopology(stage.client, environment.id);
    const { nodes } = await topology.until(({ nodes: found }) => found.some(({ name, facts }) => name === 'env-config' && facts.includes('LARGE')));
    topology.stop();
    expect(nodes.find(({ name }) => name === 'env-config')?.status.word).not.toBe('missing');
    // What it weighs stays in the cluster.
    expect(JSON.stringify(nodes).length).toBeLessThan(100_000);
    const yaml = valueOf(await stage.client.topology.objectYaml({ environmentId: environment.id, apiVersion: 'v1', kind: 'ConfigMap', name: 'env-config' }));
    expect(yaml.truncated).toBe(true);
    expect(yaml.yaml.length).toBeLessThan(100_000);
    expect(yaml.yaml).toContain('DEMO_VALUE: test');
  });

  it('markup and control characters stay text: escapes never reach the screen, and nothing is lost', async () => {
    const { namespace, ref } = scene;
    const message = `${markup} ${controls}`;
    await stage.site.patch({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'uuid-deploy', namespace, annotations: { 'kubernetes.io/change-cause': message } } });
    const { metadata } = await stage.site.read({ apiVersion: 'apps/v1', kind: 'Deployment', name: 'uuid-deploy', namespace });
    const now = new Date().toISOString();
    await stage.site.apply([
      {
        apiVersion: 'v1', kind: 'Event', metadata: { name: 'odd-event', namespace }, type: 'Warning', reason: 'Odd', message,
        involvedObject: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'uuid-deploy', namespace, uid: metadata?.uid }, source: { component: 'tests' }, firstTimestamp: now, lastTimestamp: now, count: 1,
      } as KubernetesObject,
    ]);
    const detail = follow((signal) => stage.client.components.watch(ref, { signal }));
    const { events, changeCause } = await detail.until((component) => component.events.some(({ reason }) => reason === 'Odd') && component.changeCause !== 'first release');
    detail.stop();
    const shown = events.find(({ reason }) => reason === 'Odd')?.message ?? '';
    expect(shown).toContain(markup);
    expect(shown).toContain('evil');
    expect([shown, changeCause ?? ''].filter(hasControls)).toEqual([]);
    const timeline = follow((signal) => stage.client.components.timeline(ref, { signal }));
    const { revisions } = await timeline.until((state) => state.revisions.some((revision) => revision.changeCause?.includes('<img')));
    timeline.stop();
    expect(revisions.map((revision) => revision.changeCause ?? '').filter(hasControls)).toEqual([]);
  });

  it('a Deployment with hundreds of revisions has them all on its timeline', async () => {
    const count = stage.site.name === 'demo' ? 300 : 60;
    const namespace = stage.namespace();
    const labels = { app: 'many' };
    const spec = (index: number) => ({ containers: [{ name: 'main', image: stage.site.image(`v0.0.0.${index}`) }] });
    await stage.site.create([
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
      {
        apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'many', namespace },
        spec: { replicas: 0, paused: true, revisionHistoryLimit: 1000, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: spec(count) } },
      } as KubernetesObject,
    ]);
    const { metadata: { uid = '' } = {} } = await stage.site.read({ apiVersion: 'apps/v1', kind: 'Deployment', name: 'many', namespace });
    const replicaSet = (index: number): KubernetesObject => {
      const own = { ...labels, 'pod-template-hash': `h${index}` };
      const ownerReferences = [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'many', uid, controller: true, blockOwnerDeletion: true }];
      return {
        apiVersion: 'apps/v1', kind: 'ReplicaSet',
        metadata: { name: `many-h${index}`, namespace, labels: own, ownerReferences, annotations: { 'deployment.kubernetes.io/revision': String(index), 'kubernetes.io/change-cause': `cause ${index}` } },
        spec: { replicas: 0, selector: { matchLabels: own }, template: { metadata: { labels: own }, spec: spec(index) } },
      } as KubernetesObject;
    };
    for (let index = 1; index <= count; index += 20) await Promise.all(Array.from({ length: 20 }, (_, offset) => stage.site.apply([replicaSet(index + offset)])));

    const ref = refTo(await addEnvironment(stage.engine, namespace, stage.site.kubeconfig), 'Deployment', 'many');
    const timeline = follow((signal) => stage.client.components.timeline(ref, { signal }));
    const { revisions } = await timeline.until((state) => state.revisions.length >= count);
    timeline.stop();
    expect(revisions).toHaveLength(count);
    expect(revisions.map(({ number }) => number)).toEqual(Array.from({ length: count }, (_, index) => count - index));
    expect(valueOf(await stage.client.components.compare({ ...ref, from: 1, to: count })).fields.map(({ after }) => after)).toContain(stage.site.image(`v0.0.0.${count}`));
    // It is paused.
    expect(valueOf(await stage.client.changes.preview({ ref, change: { kind: 'rollback', to: 7 } })).blocked?.key).toBe('change.pausedRollback');
  });

  it('an autoscaler that would undo a manual scale is named before', async () => {
    const { namespace, ref } = scene;
    await stage.site.apply([
      {
        // The demo site serves what is served today, the cluster may be of v1.20: nothing but v1 and betas.
        apiVersion: stage.site.name === 'demo' ? 'autoscaling/v2' : 'autoscaling/v1', kind: 'HorizontalPodAutoscaler', metadata: { name: 'by-load', namespace },
        spec: { minReplicas: 2, maxReplicas: 5, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'uuid-deploy' } },
      } as KubernetesObject,
    ]);
    const detail = follow((signal) => stage.client.components.watch(ref, { signal }));
    expect((await detail.until(({ autoscaler }) => autoscaler !== null)).autoscaler).toEqual({ name: 'by-load', min: 2, max: 5 });
    detail.stop();
    const { warnings } = valueOf(await stage.client.changes.preview({ ref, change: { kind: 'scale', replicas: 4 } }));
    expect(warnings.map(sentenceText)).toContain('The autoscaler by-load keeps 2 to 5 replicas and will change the number again');
  });
});

describe('what goes away while it is open', () => {
  // Without pods: a real kubelet can take a minute for those, and the namespace waits for them.
  it('a component that is deleted is shown as gone, with what was known', { timeout: 180_000 }, async () => {
    const namespace = stage.namespace();
    const environment = await furnish(stage, uuidObjects(stage.site, namespace, { tag: 'v1.0.0.0', demoValue: 'x', replicas: 0 }), namespace);
    const ref = refTo(environment, 'Deployment', 'uuid-deploy');
    const detail = follow((signal) => stage.client.components.watch(ref, { signal }));
    await detail.until(({ uid }) => uid !== '');
    const topology = followTopology(stage.client, environment.id);
    await topology.until(({ freshness }) => freshness.state === 'live');
    await stage.site.removeNamespace(namespace);
    const gone = await detail.until(({ gone: is }) => is);
    expect(gone).toMatchObject({ status: { word: 'missing', cause: { key: 'component.gone' } }, images: [{ tag: 'v1.0.0.0' }] });
    detail.stop();
    // The namespace goes with everything in it, and the environment says so instead of being merely empty.
    const { freshness } = await topology.until(({ freshness: state }) => state.reason?.key === 'environment.namespaceGone', 150_000);
    expect(freshness.state).not.toBe('live');
    topology.stop();
    const refused = await stage.client.changes.apply({ environmentId: environment.id, ref, base: null, change: { kind: 'restart' } });
    expect(refused).toMatchObject({ ok: false, error: { code: 'NOT_FOUND', sentence: { key: 'change.gone' } } });
  });

  it('a component that never was is said not to exist', async () => {
    const detail = follow((signal) => stage.client.components.watch(refTo(scene.environment, 'Deployment', 'nobody'), { signal }));
    await expect(detail.until(({ uid }) => uid !== '')).rejects.toMatchObject({ code: 'NOT_FOUND', sentence: { key: 'component.notFound' } });
  });
});
