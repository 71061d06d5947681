import { beforeAll, describe, expect, it } from 'vitest';
import { sentenceText } from '@shared/sentences/sentence';
import { valueOf } from '../fixtures/engine';
import { ended, follow, followOperation, operationLog } from '../fixtures/follow';
import { change, playUuid, untilRunning, useStage, type Scene } from '../fixtures/stage';

interface Deployment {
  metadata: { resourceVersion: string; generation: number; annotations: Record<string, string>; managedFields: { manager: string; operation: string }[] };
  spec: { replicas: number; paused?: boolean; template: { spec: { containers: { image: string }[] } } };
}

const stage = useStage();
let scene: Scene;

const live = async (): Promise<Deployment> =>
  (await stage.site.read({ apiVersion: 'apps/v1', kind: 'Deployment', name: 'uuid-deploy', namespace: scene.namespace })) as unknown as Deployment;
const liveImage = async (): Promise<string | undefined> => (await live()).spec.template.spec.containers[0]?.image;
const timeline = () => follow((signal) => stage.client.components.timeline(scene.ref, { signal }));
const setImage = (tag: string) => ({ kind: 'setImage', container: 'uuid-server', image: stage.site.image(tag) }) as const;
const preview = async (what: Parameters<typeof stage.client.changes.preview>[0]['change']) => valueOf(await stage.client.changes.preview({ ref: scene.ref, change: what }));

beforeAll(async () => {
  scene = await playUuid(stage);
});

describe('a preview', () => {
  it('shows the server-side dry run of an upgrade and leaves no trace', async () => {
    const before = await live();
    const seen = await preview(setImage('v2.0.0.0'));
    expect(seen).toMatchObject({ blocked: null, changesNothing: false });
    expect(seen.fields).toContainEqual({ path: 'spec.template.spec.containers[uuid-server].image', before: stage.site.image('v1.0.0.0'), after: stage.site.image('v2.0.0.0') });
    const after = await live();
    expect(after.metadata.resourceVersion).toBe(before.metadata.resourceVersion);
  });

  it('says when nothing would change, and why something cannot be done', async () => {
    expect(await preview(setImage('v1.0.0.0'))).toMatchObject({ changesNothing: true });
    expect((await preview({ kind: 'rollback', to: 'previous' })).blocked?.key).toBe('change.noPrevious');
    expect((await preview({ kind: 'rollback', to: 4711 })).blocked?.key).toBe('change.noRevision');
    expect((await preview({ kind: 'setImage', container: 'nobody', image: 'a:1' })).blocked?.key).toBe('change.noContainer');
  });
});

describe('an upgrade', () => {
  it('is an operation with steps, a log and an end that agrees with what runs', async () => {
    const seen = await preview(setImage('v2.0.0.0'));
    const operation = await change(stage.client, scene.ref, setImage('v2.0.0.0'), { base: seen.base, changeCause: 'the second release' });
    expect(operation).toMatchObject({ state: 'succeeded', error: null, problems: [], rollbackTo: null, cancellable: false });
    expect(operation.steps.map(({ id, state }) => [id, state])).toEqual([['check', 'succeeded'], ['apply', 'succeeded'], ['rollout', 'succeeded'], ['verify', 'succeeded']]);
    const log = await operationLog(stage.client, operation);
    expect(log.some((line) => line.includes('the second release'))).toBe(true);
    const component = await untilRunning(stage.client, scene.ref);
    expect(component.pods.filter(({ deleting }) => !deleting).map(({ images }) => images[0]?.image)).toEqual([stage.site.image('v2.0.0.0'), stage.site.image('v2.0.0.0')]);
    expect(component.observedGeneration).toBe(component.generation);
  });

  it('is signed in the cluster: change cause and field manager', async () => {
    const { metadata } = await live();
    expect(metadata.annotations['kubernetes.io/change-cause']).toBe('the second release');
    expect(metadata.managedFields.map(({ manager }) => manager)).toContain('wheelhouse');
  });

  it('is a revision of the timeline, which names the previous one and compares the two', async () => {
    const followed = timeline();
    const { revisions, current, previous } = await followed.until(({ current: number }) => number === 2);
    followed.stop();
    expect([current, previous]).toEqual([2, 1]);
    expect(revisions.map(({ number, changeCause, active }) => [number, changeCause, active])).toEqual([[2, 'the second release', true], [1, 'first release', false]]);
    expect(revisions[0]?.images).toMatchObject([{ container: 'uuid-server', tag: 'v2.0.0.0' }]);
    expect(revisions[0]?.manager).toMatch(/^wheelhouse/);
    const comparison = valueOf(await stage.client.components.compare({ ...scene.ref, from: 1, to: 2 }));
    expect(comparison.fields.map(({ before, after }) => [before, after])).toContainEqual([stage.site.image('v1.0.0.0'), stage.site.image('v2.0.0.0')]);
  });

  it('with a tag that does not exist says so while it runs, and offers the way back', async () => {
    const { operationId } = valueOf(await stage.client.changes.apply({ environmentId: scene.environment.id, ref: scene.ref, base: null, change: setImage('v9.9.9.9') }));
    const operation = followOperation(stage.client, operationId);
    const troubled = await operation.until(({ problems }) => problems.length > 0);
    expect(troubled.state).toBe('running');
    expect(troubled.problems.map(sentenceText).join()).toContain('v9.9.9.9');
    expect((await operation.until(({ rollbackTo }) => rollbackTo !== null)).rollbackTo).toBe(2);
    // One click: no preview. The new operation takes the place of the one that hangs.
    const rollback = await change(stage.client, scene.ref, { kind: 'rollback', to: 2 });
    expect(rollback).toMatchObject({ state: 'succeeded' });
    expect((await operation.until(({ state }) => state !== 'running')).state).not.toBe('succeeded');
    operation.stop();
    expect(await liveImage()).toBe(stage.site.image('v2.0.0.0'));
  });
});

describe('a rollback', () => {
  it('to "previous" says before which revision that is, and goes there', async () => {
    const followed = timeline();
    const { previous } = await followed.until(({ current, revisions }) => current !== null && revisions.find(({ number }) => number === current)?.ready === true);
    followed.stop();
    const seen = await preview({ kind: 'rollback', to: 'previous' });
    expect(seen.revision).toBe(previous);
    expect(seen.warnings.map(({ key }) => key)).toContain('change.configStays');
  });

  it('to a number brings that template back as the newest revision', async () => {
    const operation = await change(stage.client, scene.ref, { kind: 'rollback', to: 1 });
    expect(operation).toMatchObject({ state: 'succeeded' });
    expect(await liveImage()).toBe(stage.site.image('v1.0.0.0'));
    const followed = timeline();
    const { revisions } = await followed.until(({ revisions: all, current }) => all[0]?.number === current && all[0]?.images[0]?.tag === 'v1.0.0.0');
    followed.stop();
    expect(revisions.map(({ number }) => number)).not.toContain(1);
  });
});

describe('restart, scale, stop, pause and resume', () => {
  it('restart replaces every pod and keeps the image', async () => {
    const before = await untilRunning(stage.client, scene.ref);
    expect(await change(stage.client, scene.ref, { kind: 'restart' })).toMatchObject({ state: 'succeeded' });
    const after = await untilRunning(stage.client, scene.ref);
    const old = new Set(before.pods.map(({ uid }) => uid));
    expect(after.pods.filter(({ uid, deleting }) => old.has(uid) && !deleting)).toEqual([]);
    expect(await liveImage()).toBe(stage.site.image('v1.0.0.0'));
  });

  it('scale and stop change the number of pods alone, and make no revision', async () => {
    const cause = (await live()).metadata.annotations['kubernetes.io/change-cause'];
    expect(await change(stage.client, scene.ref, { kind: 'scale', replicas: 3 })).toMatchObject({ state: 'succeeded' });
    expect((await live()).spec.replicas).toBe(3);
    const { operationId } = valueOf(await stage.client.changes.stop({ environmentId: scene.environment.id, ref: scene.ref, base: null }));
    expect(await ended(stage.client, operationId)).toMatchObject({ state: 'succeeded', kind: 'stop' });
    expect((await live()).spec.replicas).toBe(0);
    expect(await change(stage.client, scene.ref, { kind: 'scale', replicas: 2 })).toMatchObject({ state: 'succeeded' });
    expect((await live()).metadata.annotations['kubernetes.io/change-cause']).toBe(cause);
    await untilRunning(stage.client, scene.ref);
  });

  it('a paused Deployment refuses a rollback and says why, until it is resumed', async () => {
    expect(await change(stage.client, scene.ref, { kind: 'pause' })).toMatchObject({ state: 'succeeded' });
    expect((await live()).spec.paused).toBe(true);
    expect((await preview({ kind: 'rollback', to: 'previous' })).blocked?.key).toBe('change.pausedRollback');
    const refused = await stage.client.changes.apply({ environmentId: scene.environment.id, ref: scene.ref, base: null, change: { kind: 'rollback', to: 'previous' } });
    expect(refused).toMatchObject({ ok: false, error: { code: 'PRECONDITION', sentence: { key: 'change.pausedRollback' } } });
    expect(await change(stage.client, scene.ref, { kind: 'resume' })).toMatchObject({ state: 'succeeded' });
    expect((await preview({ kind: 'rollback', to: 'previous' })).blocked).toBeNull();
  });
});

describe('a change that somebody else made in the meantime', () => {
  it('makes apply refuse what the preview showed, and nothing is overwritten', async () => {
    const seen = await preview(setImage('v3.0.0.0'));
    await stage.site.patch({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'uuid-deploy', namespace: scene.namespace }, spec: { minReadySeconds: 1 } } as object);
    const request = { environmentId: scene.environment.id, ref: scene.ref, base: seen.base, change: setImage('v3.0.0.0') };
    const refused = await stage.client.changes.apply(request);
    // The engine may not have seen it yet: then the server's comparison of versions refuses it.
    const error = refused.ok ? (await ended(stage.client, refused.value.operationId)).error : refused.error;
    expect(error).toMatchObject({ code: 'CONFLICT', sentence: { key: 'change.moved' } });
    expect(await liveImage()).toBe(stage.site.image('v1.0.0.0'));
  });
});

describe('the audit', () => {
  it('has an intent before and an outcome after every change, in an unbroken chain', async () => {
    const { entries, total } = valueOf(await stage.client.audit.query({ filter: { environmentId: scene.environment.id }, limit: 500 }));
    const changes = entries.filter(({ action }) => action === 'changes.apply' || action === 'changes.stop');
    expect(total).toBe(entries.length);
    for (const correlation of new Set(changes.map((entry) => entry.correlation))) {
      const [intent, ...outcomes] = changes.filter((entry) => entry.correlation === correlation).reverse();
      expect(intent).toMatchObject({ phase: 'intent', namespace: scene.namespace, target: 'Deployment/uuid-deploy', result: null });
      expect(outcomes.length).toBeGreaterThan(0);
      expect(outcomes.every(({ phase, result }) => phase === 'outcome' && result !== null)).toBe(true);
    }
    const upgrade = changes.filter(({ reason }) => reason === 'the second release').at(0);
    expect(upgrade).toMatchObject({ phase: 'outcome', result: 'succeeded' });
    expect(upgrade?.beforeHash).toMatch(/^[0-9a-f]{64}$/);
    expect(upgrade?.afterHash).not.toBe(upgrade?.beforeHash);
    expect(valueOf(await stage.client.audit.verify({})).state).toBe('intact');
  });

  it('is exported whole', async () => {
    let text = '';
    for await (const event of stage.client.audit.export({ filter: {}, format: 'json' })) if (event.type === 'item') text += event.value;
    const { total } = valueOf(await stage.client.audit.query({ filter: {}, limit: 1 }));
    expect(JSON.parse(text)).toHaveLength(total);
    expect(total).toBeGreaterThan(20);
  });
});
