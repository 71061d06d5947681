import { describe, expect, it } from 'vitest';
import type { Deployment } from '@electron/demo/objects/workloads';
import { watchUntil } from '@electron/demo/testing/client';
import { callContext, openDemoEnvironments } from '@electron/engine/services/demoEnvironment.fixture';
import { actionStateSchema, componentDetailSchema, type ComponentRef } from '@shared/model/component';
import { timelineSchema } from '@shared/model/revision';
import { reset, type Produced } from '@shared/wire/types';
import { createComponentHandlers } from './handlers';

const collection = '/apis/apps/v1/namespaces/t/deployments';
const refOf = (environmentId: string, kind: ComponentRef['kind'] = 'Deployment', name = 'uuid'): ComponentRef => ({ environmentId, kind, name });
const isUp = ({ status, metadata, spec }: Deployment): boolean =>
  status.observedGeneration === metadata.generation && status.availableReplicas === spec.replicas && status.updatedReplicas === spec.replicas;

/** A Deployment `uuid` of two pods that was upgraded once with kubectl, and the handlers under test. */
const openShop = async () => {
  const site = await openDemoEnvironments();
  await site.admin.call('POST', collection, site.draft('uuid', 'v1.0.0.0', 2));
  await watchUntil<Deployment>(site.admin, collection, 'uuid', isUp);
  const { spec } = site.draft('uuid', 'v2.0.0.0', 2);
  const annotations = { 'kubernetes.io/change-cause': 'upgrade' };
  await site.admin.call('PATCH', `${collection}/uuid?fieldManager=kubectl-set`, { metadata: { annotations }, spec }, 'application/merge-patch+json');
  await watchUntil<Deployment>(site.admin, collection, 'uuid', isUp);
  return { ...site, handlers: createComponentHandlers(site) };
};

/** The first item of a stream that is as wanted; what comes before it is let go. */
const firstOf = async <T>(items: AsyncIterable<Produced<T>>, isWanted: (item: T) => boolean): Promise<T> => {
  for await (const item of items) if (item !== reset && isWanted(item as T)) return item as T;
  throw new Error('The stream ended without it');
};

describe('the panel of a component', () => {
  it('shows its image with digests, its pods with their revision, and goes on when it changes', async () => {
    const { handlers, admin } = await openShop();
    const details = handlers.watch(refOf('viewer'), { ...callContext(), afterSeq: undefined });
    const detail = componentDetailSchema.parse(await firstOf(details, ({ pods, status }) => status.word === 'running' && pods.length === 2));
    expect(detail).toMatchObject({ changeCause: 'upgrade', replicas: { desired: 2, ready: 2 }, images: [{ container: 'web', tag: 'v2.0.0.0', digests: [{ pods: 2 }] }], freshness: { state: 'live' } });
    expect(detail.pods.map(({ revision, ready }) => [revision, ready])).toEqual([[2, '1/1'], [2, '1/1']]);

    const goes = handlers.watch(refOf('viewer'), { ...callContext(), afterSeq: undefined });
    const gone = firstOf(goes, (item) => item.gone);
    await admin.call('DELETE', `${collection}/uuid`);
    expect(await gone).toMatchObject({ status: { word: 'missing', cause: { key: 'component.gone' } } });
  });

  it('of one that does not exist says so', async () => {
    const { handlers } = await openShop();
    const details = handlers.watch(refOf('viewer', 'Deployment', 'other'), { ...callContext(), afterSeq: undefined });
    await expect(firstOf(details, ({ uid }) => uid !== '')).rejects.toMatchObject({ code: 'NOT_FOUND', sentence: { key: 'component.notFound' } });
  });
});

describe('the timeline', () => {
  it('names number, image, cause and manager of every revision, and the previous one', async () => {
    const { handlers } = await openShop();
    const items = handlers.timeline(refOf('viewer'), { ...callContext(), afterSeq: undefined });
    const timeline = timelineSchema.parse(await firstOf(items, ({ current }) => current === 2));
    expect(timeline).toMatchObject({ current: 2, previous: 1, historyLimit: 10 });
    expect(timeline.revisions.map(({ number, images, changeCause, manager, active }) => [number, images[0]?.tag, changeCause, manager, active])).toEqual([
      // Which of the two tools: the cluster tells them apart by whole seconds only.
      [2, 'v2.0.0.0', 'upgrade', expect.stringMatching(/^(test|kubectl-set)$/), true],
      [1, 'v1.0.0.0', 'v1.0.0.0', null, false],
    ]);
  });

  it('of a Job is empty and true', async () => {
    const { handlers } = await openShop();
    const items = handlers.timeline(refOf('viewer', 'Job'), { ...callContext(), afterSeq: undefined });
    expect(await firstOf(items, () => true)).toMatchObject({ revisions: [], freshness: { state: 'live' } });
  });

  it('compares two revisions, and says which is not kept', async () => {
    const { handlers, image } = await openShop();
    const { fields } = await handlers.compare({ ...refOf('viewer'), from: 1, to: 2 }, callContext());
    expect(fields).toEqual([{ path: 'spec.containers[web].image', before: image('v1.0.0.0'), after: image('v2.0.0.0') }]);
    await expect(handlers.compare({ ...refOf('viewer'), from: 1, to: 9 }, callContext())).rejects.toMatchObject({ code: 'NOT_FOUND', sentence: { key: 'change.noRevision' } });
  });
});

describe('actions', () => {
  const statesOf = (site: Awaited<ReturnType<typeof openShop>>, environmentId: string) => site.handlers.actions(refOf(environmentId), { ...callContext(), afterSeq: undefined });

  it('are all open to who may, but for those that make no sense', async () => {
    const site = await openShop();
    const states = actionStateSchema.array().parse(await firstOf(statesOf(site, 'developer'), () => true));
    expect(states.filter(({ allowed }) => !allowed).map(({ action, reason }) => [action, reason?.key])).toEqual([['resume', 'change.notPaused']]);
  });

  it('name the missing verb and resource to who may only look', async () => {
    const site = await openShop();
    const states = await firstOf(statesOf(site, 'viewer'), () => true);
    expect(states.every(({ allowed }) => !allowed)).toBe(true);
    expect(states.map(({ action, reason }) => [action, reason?.params['verb'], reason?.params['resource']])).toContainEqual(['scale', 'patch', 'deployments/scale']);
  });

  it('close as soon as the environment becomes read-only', async () => {
    const site = await openShop();
    const items = statesOf(site, 'developer');
    const closed = firstOf(items, (states) => states.every(({ reason }) => reason?.key === 'policy.readOnly'));
    site.become('developer', { policy: 'readOnly' });
    expect((await closed).some(({ allowed }) => allowed)).toBe(false);
  });
});
