import { describe, expect, it } from 'vitest';
import { sentenceText } from '@shared/sentences/sentence';
import { first, valueOf } from '../fixtures/engine';
import { useStage } from '../fixtures/stage';

const stage = useStage();

describe('connections', () => {
  it('list the contexts of every kubeconfig without asking any cluster', async () => {
    const { contexts, sources } = await first(stage.client.connections.watch({}));
    expect(contexts.map(({ name }) => name)).toEqual(expect.arrayContaining([stage.site.context, stage.site.viewerContext]));
    expect(sources.filter(({ problem }) => problem !== null)).toEqual([]);
    expect(new Set(contexts.map(({ id }) => id)).size).toBe(contexts.length);
  });

  it('tell of the admin who he is, which version answers and which namespaces there are', async () => {
    const { id } = await stage.engine.contextOf(stage.site.kubeconfig);
    const probe = valueOf(await stage.client.connections.probe({ contextId: id }));
    expect(probe).toMatchObject({ state: 'reachable', problem: null });
    expect(probe.serverVersion).toMatch(/^v1\.\d+/);
    expect(probe.identity?.groups).toContain('system:masters');
    expect(probe.namespaces).toEqual(expect.arrayContaining(['default', 'kube-system']));
    expect(probe.certificateExpiresAt).toBeGreaterThan(Date.now());
  });

  it('tell of a viewer who he is, and that he has a name to type where he may not list', async () => {
    const { id } = await stage.engine.contextOf(stage.site.viewerKubeconfig);
    const probe = valueOf(await stage.client.connections.probe({ contextId: id }));
    expect(probe).toMatchObject({ state: 'reachable', problem: null, identity: { username: 'viewer' } });
    // Either his role lists namespaces, or there is nothing to pick from; never an error.
    expect(probe.namespaces === null || probe.namespaces.includes('default')).toBe(true);
  });

  it('say of an unknown context that it is gone', async () => {
    const answer = await stage.client.connections.probe({ contextId: 'nobody' });
    expect(answer).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
    expect(answer.ok ? '' : answer.error.sentence && sentenceText(answer.error.sentence)).toContain('no longer');
  });
});
