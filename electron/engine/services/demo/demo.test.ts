import { describe, expect, it, vi } from 'vitest';
import type { EnvironmentDraft, EnvironmentView } from '@shared/model/environment';
import type { ScriptEnd } from '@electron/platform/platform';
import { createDemo, type Demo, type DemoDeps } from './demo';

const line = JSON.stringify({ ready: true, sites: [{ name: 'connected', kubeconfig: '/demo/connected' }, { name: 'airgapped', kubeconfig: '/demo/airgapped' }] });

/** A demo whose process does what `say` tells it to, as soon as it is started. */
const setUp = (say: { line: string | null } = { line }, onShown: (processes: readonly { end: () => void }[]) => void = () => undefined) => {
  const list: EnvironmentView[] = [];
  const processes: { end: () => void }[] = [];
  let alive = 0;
  const runScript: DemoDeps['runScript'] = (_name, _args, onLine) => {
    let end: (end: ScriptEnd) => void = () => undefined;
    const ended = new Promise<ScriptEnd>((resolve) => (end = resolve));
    queueMicrotask(() => (say.line === null ? end({ code: 1, stderr: 'Error: no port' }) : onLine(say.line)));
    const finish = () => end({ code: 0, stderr: '' });
    processes.push({ end: finish });
    alive += 1;
    void ended.then(() => (alive -= 1));
    return { ended, end: () => (finish(), ended) };
  };
  const add = async (draft: EnvironmentDraft): Promise<EnvironmentView> => {
    const view = { ...draft, id: `e${list.length}`, demo: draft.contextId.startsWith('demo') } as EnvironmentView;
    list.push(view);
    return view;
  };
  const forgetDemo = vi.fn(async () => undefined);
  const demo = createDemo({
    runScript,
    folder: '/does/not/exist/demo',
    connections: {
      showDemo: async (sites) => {
        onShown(processes);
        return new Map(sites.map(({ name }) => [name, `demo-${name}`]));
      },
      forgetDemo,
    },
    environments: { list: () => [...list], add, remove: async (id) => void list.splice(list.findIndex((environment) => environment.id === id), 1) },
    onEnd: () => undefined,
  });
  return { demo, list, processes, running: () => alive, forgetDemo, add };
};
const names = (list: readonly EnvironmentView[]) => list.map(({ name }) => name);
const statesOf = (demo: Demo): string[] => {
  const states: string[] = [];
  demo.onChange(() => states.push(demo.status().state));
  return states;
};

describe('the demo', () => {
  it('opens with its environments on both sites, production protected', async () => {
    const { demo, list } = setUp();
    const states = statesOf(demo);
    expect(await demo.open()).toEqual({ environmentId: list[0]?.id });
    expect(list.map(({ name, contextId, policy }) => [name, contextId, policy])).toEqual([
      ['demo dev', 'demo-connected', 'normal'],
      ['demo test', 'demo-connected', 'normal'],
      ['demo prod', 'demo-connected', 'protected'],
      ['demo plant', 'demo-airgapped', 'protected'],
    ]);
    expect(states).toEqual(['starting', 'running']);
  });

  it('opened again adds only what is not there, and no name twice', async () => {
    const { demo, list, processes, add } = setUp();
    await add({ name: 'Demo Test', contextId: 'mine', namespace: 'test', class: 'test', color: 'blue', policy: 'normal' });
    await Promise.all([demo.open(), demo.open()]);
    expect(names(list)).toEqual(['Demo Test', 'demo dev', 'demo test 2', 'demo prod', 'demo plant']);
    expect(processes).toHaveLength(1);
  });

  it('resumed leaves the environments as they are', async () => {
    const { demo, list } = setUp();
    await demo.resume();
    expect(demo.status().state).toBe('running');
    expect(list).toEqual([]);
  });

  it('reset is another process, and says so while it lasts', async () => {
    const { demo, list, processes } = setUp();
    await demo.open();
    const states = statesOf(demo);
    await demo.reset();
    expect(states).toEqual(['resetting', 'running']);
    expect(processes).toHaveLength(2);
    expect(list).toHaveLength(4);
  });

  it('reset twice at once is reset once, and again when it is asked for later', async () => {
    const { demo, processes } = setUp();
    await demo.open();
    await Promise.all([demo.reset(), demo.reset()]);
    expect(processes).toHaveLength(2);
    await demo.reset();
    expect(processes).toHaveLength(3);
  });

  it('removed takes its environments along and leaves those of others', async () => {
    const { demo, list, forgetDemo, add } = setUp();
    await add({ name: 'mine', contextId: 'mine', namespace: 'test', class: 'test', color: 'blue', policy: 'normal' });
    await demo.open();
    await demo.remove();
    expect(names(list)).toEqual(['mine']);
    expect(forgetDemo).toHaveBeenCalledOnce();
    expect(demo.status().state).toBe('off');
  });

  it('that cannot start says why, and can be opened when the reason is gone', async () => {
    const say: { line: string | null } = { line: null };
    const { demo } = setUp(say);
    await expect(demo.open()).rejects.toMatchObject({ code: 'UPSTREAM' });
    expect(demo.status()).toMatchObject({ state: 'failed', problem: { key: 'demo.cannotStart', params: { reason: 'Error: no port' } } });
    say.line = line;
    await demo.open();
    expect(demo.status()).toEqual({ state: 'running', problem: null });
  });

  it('that ends by itself says so', async () => {
    const { demo, processes } = setUp();
    await demo.open();
    processes[0]?.end();
    await expect.poll(() => demo.status()).toMatchObject({ state: 'failed', problem: { key: 'demo.ended' } });
  });

  it('that ends while its kubeconfigs are read does not pass for running', async () => {
    const { demo } = setUp(undefined, (processes) => processes.at(-1)?.end());
    await expect(demo.open()).rejects.toMatchObject({ sentence: { key: 'demo.ended' } });
    expect(demo.status()).toMatchObject({ state: 'failed', problem: { key: 'demo.ended' } });
  });

  it.each(['open', 'reset'] as const)('leaves no process when the engine is closed during %s', async (what) => {
    const { demo, running } = setUp();
    if (what === 'reset') await demo.open();
    const asked = demo[what]();
    await new Promise<void>((resolve) => void demo.onChange(resolve));
    const later = demo.open();
    await demo.dispose();
    await expect(asked).rejects.toMatchObject({ code: 'ABORTED' });
    await expect(later).rejects.toMatchObject({ code: 'ABORTED' });
    expect(running()).toBe(0);
    expect(demo.status().state).toBe('off');
  });

  it('makes others wait while it starts, and not when it is closed meanwhile', async () => {
    const { demo } = setUp();
    const opened = demo.open();
    await new Promise<void>((resolve) => void demo.onChange(resolve));
    expect(demo.status().state).toBe('starting');
    const settled = demo.settled().then(() => demo.status().state);
    await opened;
    expect(await settled).toBe('running');
    await demo.dispose();
    await demo.settled();
  });
});
