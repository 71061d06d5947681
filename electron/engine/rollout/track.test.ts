import { describe, expect, it } from 'vitest';
import { AppError } from '@shared/errors/appError';
import type { Freshness } from '@shared/model/freshness';
import { sentenceText } from '@shared/sentences/sentence';
import { createListeners } from '@electron/engine/streams/listeners';
import type { CacheLease } from '@electron/engine/kube/types';
import type { Pod } from '@electron/engine/kube/objects';
import type { LiveComponent } from '@electron/engine/revisions/liveComponent';
import { readHistory, type RolloutWorkload } from '@electron/engine/revisions/revisions';
import type { RolloutGoal } from './assess';
import { trackRollout } from './track';

const template = { spec: { containers: [{ name: 'app', image: 'app:2' }] } };
const goal: RolloutGoal = { name: 'app', uid: 'd', generation: 2, template, replicas: null, staleDeadline: null };
const workload = (updated: number): RolloutWorkload => ({
  apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'app', uid: 'd', resourceVersion: '1', generation: 2, annotations: { 'deployment.kubernetes.io/revision': '2' } },
  spec: { replicas: 1, template }, status: { observedGeneration: 2, replicas: 1, updatedReplicas: updated, readyReplicas: updated, availableReplicas: updated },
});
const replicaSet = { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name: 'rs', uid: 'rs', resourceVersion: '1', annotations: { 'deployment.kubernetes.io/revision': '2' } } };
const pod = (waiting?: string): Pod => ({
  apiVersion: 'v1', kind: 'Pod', metadata: { name: 'app-1', uid: 'p', resourceVersion: '1', ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'rs', uid: 'rs', controller: true }] },
  spec: { nodeName: 'n', containers: [{ name: 'app', image: 'app:2' }] },
  status: { conditions: [{ type: 'Ready', status: waiting ? 'False' : 'True' }], containerStatuses: [{ name: 'app', imageID: 'r@sha256:2', ready: !waiting, state: waiting ? { waiting: { reason: waiting } } : { running: {} } }] },
});

/** A component whose caches the test moves, and what the operation was told. */
const createScene = () => {
  let now: { workload: RolloutWorkload | undefined; pods: Pod[]; freshness: Freshness } = { workload: workload(0), pods: [], freshness: { state: 'live', since: 0, reason: null } };
  const changed = createListeners();
  const heard = createListeners<string>();
  const told: string[] = [];
  const tell = (text: string): void => {
    told.push(text);
    heard.tell(text);
  };
  const abort = new AbortController();
  const component: LiveComponent = {
    ref: { environmentId: 'e', kind: 'Deployment', name: 'app' },
    leases: { workload: null, revisions: null, pods: { freshness: { state: 'live' } } as CacheLease, autoscalers: null, events: null },
    workload: () => now.workload,
    history: (of) => readHistory(of, [replicaSet]),
    pods: () => now.pods,
    autoscaler: () => undefined,
    eventsOf: () => [],
    freshness: () => now.freshness,
    onChange: (listener) => changed.add(listener),
  };
  const done = trackRollout({
    component,
    goal,
    rollbackTo: 1,
    now: () => 0,
    context: {
      signal: abort.signal,
      step: (id) => tell(`step ${id}`),
      progress: () => undefined,
      detail: (text) => tell(`detail ${text ? sentenceText(text) : ''}`),
      log: (_, text) => tell(`log ${text}`),
      problems: (all) => tell(`problems ${all.length}`),
      rollbackTo: (revision) => tell(`rollbackTo ${revision}`),
    },
  });
  // A test may look at the end later than it comes.
  done.catch(() => undefined);
  return {
    told,
    abort,
    done,
    move: (to: Partial<typeof now>) => {
      now = { ...now, ...to };
      changed.tell();
    },
    /** Resolves when the operation was told something that begins so. */
    hears: (start: string): Promise<void> =>
      new Promise((resolve) => {
        if (told.some((text) => text.startsWith(start))) return resolve();
        const stop = heard.add((text) => {
          if (!text.startsWith(start)) return;
          stop();
          resolve();
        });
      }),
  };
};

describe('tracking', () => {
  it('follows to the end, telling problems and the way back while they last', async () => {
    const scene = createScene();
    await scene.hears('detail Updated 0');
    scene.move({ pods: [pod('ImagePullBackOff')] });
    await scene.hears('rollbackTo 1');
    scene.move({ workload: workload(1), pods: [pod()] });
    await scene.done;
    expect(scene.told.filter((text) => /^(problems|rollbackTo|step)/.test(text))).toEqual(['problems 1', 'rollbackTo 1', 'step verify', 'problems 0', 'rollbackTo null']);
  });

  it('concludes nothing while the cluster cannot be reached, and goes on after that', async () => {
    const scene = createScene();
    await scene.hears('detail Updated 0');
    scene.move({ workload: undefined, freshness: { state: 'stale', since: 0, reason: null } });
    await scene.hears('detail No contact with the cluster since 1970');
    scene.move({ workload: workload(1), pods: [pod()], freshness: { state: 'live', since: 1, reason: null } });
    await expect(scene.done).resolves.toBeUndefined();
  });

  it('ends with the reason of the signal when a newer operation takes over', async () => {
    const scene = createScene();
    await scene.hears('detail Updated 0');
    scene.abort.abort(new AppError('CONFLICT', 'superseded', { operationId: 'op-2' }));
    await expect(scene.done).rejects.toMatchObject({ code: 'CONFLICT', data: { operationId: 'op-2' } });
  });

  it('fails when the component is deleted meanwhile', async () => {
    const scene = createScene();
    await scene.hears('detail Updated 0');
    scene.move({ workload: undefined });
    await expect(scene.done).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
