import { describe, expect, it } from 'vitest';
import type { PreviewChange } from '@shared/model/change';
import { previewSchema } from '@shared/model/change';
import type { ComponentRef } from '@shared/model/component';
import type { Operation } from '@shared/model/operation';
import { sentenceText } from '@shared/sentences/sentence';
import { Sequenced } from '@shared/wire/types';
import { watchUntil } from '@electron/demo/testing/client';
import type { Deployment } from '@electron/demo/objects/workloads';
import { callContext, openDemoEnvironments, type DemoEnvironments } from '@electron/engine/services/demoEnvironment.fixture';
import { createHandlers } from './handlers';

const collection = '/apis/apps/v1/namespaces/t/deployments';
const refOf = (environmentId: string): ComponentRef => ({ environmentId, kind: 'Deployment', name: 'uuid' });
const isUp = ({ status, metadata }: Deployment): boolean => status?.observedGeneration === metadata.generation && status?.availableReplicas === 2 && status.updatedReplicas === 2;

const until = async ({ operations }: DemoEnvironments, wantedId: string, isWanted: (operation: Operation) => boolean): Promise<Operation> => {
  for await (const item of operations.watch(undefined, new AbortController().signal)) {
    if (item instanceof Sequenced && item.value.id === wantedId && isWanted(item.value)) return item.value;
  }
  throw new Error('The operations ended');
};

/** A Deployment `uuid` of two ready pods, and the handlers under test. */
const openShop = async (site?: DemoEnvironments) => {
  const shop = site ?? (await openDemoEnvironments());
  await shop.admin.call('POST', collection, shop.draft('uuid', 'v1.0.0.0', 2));
  await watchUntil<Deployment>(shop.admin, collection, 'uuid', isUp);
  const { preview, apply, stop } = createHandlers(shop);
  const live = async (): Promise<Deployment> => (await shop.admin.call('GET', `${collection}/uuid`)).body as unknown as Deployment;
  return {
    ...shop, live,
    setImage: (tag: string): PreviewChange & { kind: 'setImage' } => ({ kind: 'setImage', container: 'web', image: shop.image(tag) }),
    preview: async (change: PreviewChange, environmentId = 'developer') => previewSchema.parse(await preview({ ref: refOf(environmentId), change }, callContext())),
    apply: async (change: Parameters<typeof apply>[0]['change'], base: string | null = null, environmentId = 'developer') =>
      apply({ environmentId, ref: refOf(environmentId), change, base }, callContext()),
    stop: async (environmentId = 'developer') => stop({ environmentId, ref: refOf(environmentId), base: null }, callContext()),
  };
};

describe('a preview', () => {
  it('is the server\'s own dry run and changes nothing', async () => {
    const { preview, live, image, setImage } = await openShop();
    const { fields, blocked, changesNothing, changeCause } = await preview(setImage('v2.0.0.0'));
    expect(fields).toContainEqual({ path: 'spec.template.spec.containers[web].image', before: image('v1.0.0.0'), after: image('v2.0.0.0') });
    expect([blocked, changesNothing, changeCause]).toEqual([null, false, `Set image of web to ${image('v2.0.0.0')}`]);
    expect((await live()).spec?.template?.spec?.containers?.[0]?.image).toBe(image('v1.0.0.0'));
  });

  it('says why it cannot be done, and what would change nothing', async () => {
    const { preview, setImage } = await openShop();
    expect((await preview({ kind: 'rollback', to: 'previous' })).blocked?.key).toBe('change.noPrevious');
    expect(await preview(setImage('v1.0.0.0'))).toMatchObject({ blocked: null, changesNothing: true });
  });

  it('is refused to who may not change, in the words of the server', async () => {
    const { preview, setImage } = await openShop();
    await expect(preview(setImage('v2.0.0.0'), 'viewer')).rejects.toMatchObject({ code: 'FORBIDDEN', data: { verb: 'patch', resource: 'deployments' } });
  });

  it('of a component that is not there says so', async () => {
    const shop = await openDemoEnvironments();
    const { preview } = createHandlers(shop);
    await expect(preview({ ref: refOf('developer'), change: { kind: 'restart' } }, callContext())).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('applying', () => {
  it('upgrades and rolls back, each followed until the pods run what was asked for', async () => {
    const shop = await openShop();
    const seen = await shop.preview(shop.setImage('v2.0.0.0'));
    const upgrade = await shop.apply(shop.setImage('v2.0.0.0'), seen.base);
    expect(await shop.operations.ended(upgrade.operationId)).toMatchObject({ state: 'succeeded', actor: 'developer', kind: 'setImage', problems: [] });
    const { metadata } = await shop.live();
    expect(metadata.annotations).toMatchObject({ 'kubernetes.io/change-cause': seen.changeCause, 'wheelhouse.dev/changed-by': 'wheelhouse: developer' });

    const back = await shop.apply({ kind: 'rollback', to: 'previous' });
    const ended = await shop.operations.ended(back.operationId);
    expect([ended.state, sentenceText(ended.title)]).toEqual(['succeeded', 'Roll back uuid to revision 1']);
    expect((await shop.live()).spec?.template?.spec?.containers?.[0]?.image).toBe(shop.image('v1.0.0.0'));
    expect(shop.defects).toEqual([]);
  });

  it('tells of an image that cannot be pulled while it happens, and where back leads; rolling back takes over', async () => {
    const shop = await openShop();
    const { operationId } = await shop.apply(shop.setImage('v9.9.9.9'));
    const told = await until(shop, operationId, ({ problems, rollbackTo }) => rollbackTo !== null && problems.some(({ key }) => key === 'status.image.notFound'));
    expect(told).toMatchObject({ state: 'running', cancellable: false, rollbackTo: 1 });
    const back = await shop.apply({ kind: 'rollback', to: 1 });
    expect(await shop.operations.ended(operationId)).toMatchObject({ state: 'failed', error: { code: 'CONFLICT', sentence: { key: 'operation.superseded' } } });
    expect(await shop.operations.ended(back.operationId)).toMatchObject({ state: 'succeeded' });
  });

  it('refuses what is not what the preview showed any more', async () => {
    const { preview, apply, admin, operations, setImage } = await openShop();
    const { base } = await preview(setImage('v2.0.0.0'));
    await admin.call('PATCH', `${collection}/uuid`, { spec: { minReadySeconds: 1 } }, 'application/merge-patch+json');
    // At once where the caches know of it already, else by the server, which compares versions.
    const refusal = apply(setImage('v2.0.0.0'), base).then(async ({ operationId }) => (await operations.ended(operationId)).error);
    expect(await refusal.catch((error: unknown) => error)).toMatchObject({ code: 'CONFLICT', sentence: { key: 'change.moved' } });
  });

  it('stops, pauses and resumes', async () => {
    const { stop, apply, operations, live } = await openShop();
    await operations.ended((await apply({ kind: 'pause' })).operationId);
    expect((await live()).spec?.paused).toBe(true);
    await expect(apply({ kind: 'restart' })).rejects.toMatchObject({ code: 'PRECONDITION', sentence: { key: 'change.pausedRestart' } });
    expect(await operations.ended((await apply({ kind: 'resume' })).operationId)).toMatchObject({ state: 'succeeded' });
    expect(await operations.ended((await stop()).operationId)).toMatchObject({ state: 'succeeded' });
    expect((await live()).spec?.replicas).toBe(0);
  });

  it('ends to follow where its environment was removed meanwhile, and says that the change is made', async () => {
    const shop = await openShop();
    const { operationId } = await shop.apply(shop.setImage('v9.9.9.9'));
    await until(shop, operationId, ({ problems }) => problems.length > 0);
    shop.forget('developer');
    expect(await shop.operations.ended(operationId)).toMatchObject({ state: 'failed', error: { code: 'ABORTED', sentence: { key: 'rollout.environmentLeft' } } });
  });

  it('is not led to another environment than the one whose policy was checked', async () => {
    const shop = await openDemoEnvironments();
    const { apply } = createHandlers(shop);
    const slip = async () => apply({ environmentId: 'viewer', ref: refOf('admin'), change: { kind: 'restart' }, base: null }, callContext());
    await expect(slip()).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  it('leaves what became of it in the audit, with the object before and after', async () => {
    const shop = await openShop();
    const context = callContext();
    await shop.audit.intentOf(context, { actor: 'developer', origin: 'test', action: 'changes.apply', effect: 'write', summary: '' });
    const { apply } = createHandlers(shop);
    const { operationId } = await apply({ environmentId: 'developer', ref: refOf('developer'), change: { kind: 'scale', replicas: 3 }, base: null, changeCause: 'Black Friday' }, context);
    await shop.operations.ended(operationId);
    await expect.poll(async () => (await shop.audit.query({}, undefined, 10)).entries[0]).toMatchObject({
      phase: 'outcome', result: 'succeeded', operationId, target: 'Deployment/uuid', reason: 'Black Friday', beforeHash: expect.any(String), afterHash: expect.any(String),
    });
  });
});
