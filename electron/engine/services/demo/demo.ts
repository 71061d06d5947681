import { AppError, isAppError } from '@shared/errors/appError';
import { isDemoBusy, type DemoStatus } from '@shared/model/demo';
import type { EnvironmentDraft, EnvironmentView } from '@shared/model/environment';
import { sentence } from '@shared/sentences/sentence';
import { createListeners } from '@electron/engine/streams/listeners';
import { createSequence } from '@electron/engine/streams/sequence';
import type { ScriptEnd } from '@electron/platform/platform';
import { createDemoProcess, type DemoKubeconfig, type DemoProcessDeps } from './demoProcess';
import { demoEnvironments } from './environments';

export interface DemoDeps extends Omit<DemoProcessDeps, 'onEnd'> {
  connections: {
    /** Shows their kubeconfigs from now on, read anew; answers with the id of each one's current context. */
    showDemo(sites: readonly DemoKubeconfig[]): Promise<ReadonlyMap<DemoKubeconfig['name'], string>>;
    forgetDemo(): Promise<void>;
  };
  environments: {
    list(): EnvironmentView[];
    add(draft: EnvironmentDraft): Promise<EnvironmentView>;
    remove(id: string): Promise<void>;
  };
  /** Told when it ends by itself, for the log. */
  onEnd(end: ScriptEnd): void;
}

/** The demo sites with their environments, one thing at a time. */
export interface Demo {
  status(): DemoStatus;
  onChange(listener: () => void): () => void;
  /** Starts them, and adds those of their environments that are not there. Throws UPSTREAM when they do not come up. */
  open(): Promise<{ environmentId: string }>;
  /** Starts them as they were left: with the environments that are there. */
  resume(): Promise<void>;
  reset(): Promise<void>;
  remove(): Promise<void>;
  /** Settles when nothing is being started: until then nobody needs to knock at their doors. */
  settled(): Promise<void>;
  dispose(): Promise<void>;
}

export const createDemo = ({ connections, environments, onEnd, ...processDeps }: DemoDeps): Demo => {
  const changed = createListeners();
  const inOrder = createSequence();
  let status: DemoStatus = { state: 'off', problem: null };
  let isDisposed = false;
  /** The reset that is asked for and not over: whoever asks meanwhile, here or in another window, wants the same one. */
  let resetting: Promise<void> | null = null;

  const become = (state: DemoStatus['state'], problem: DemoStatus['problem'] = null): void => {
    if (isDisposed) return;
    status = { state, problem };
    changed.tell();
  };
  const process = createDemoProcess({
    ...processDeps,
    onEnd: (end) => {
      onEnd(end);
      become('failed', sentence('demo.ended'));
    },
  });

  const bringUp = async (state: 'starting' | 'resetting'): Promise<ReadonlyMap<DemoKubeconfig['name'], string>> => {
    const demandOpen = (): void => {
      if (isDisposed) throw new AppError('ABORTED', 'The engine was closed meanwhile', {});
    };
    demandOpen();
    // What runs already is only looked at again.
    if (status.state !== 'running' || state === 'resetting') become(state);
    try {
      if (state === 'resetting') await process.stop();
      demandOpen();
      const contextIds = await connections.showDemo(await process.start());
      // It may have died while its kubeconfigs were read.
      if (!process.isRunning()) throw new AppError('UPSTREAM', sentence('demo.ended'), { system: 'demo', reason: 'it ended' });
      become('running');
      return contextIds;
    } catch (error) {
      // It was ended because the engine is: no failure of the demo's.
      demandOpen();
      become('failed', isAppError(error) && error.sentence ? error.sentence : sentence('demo.cannotStart', { reason: String(error) }));
      throw error;
    }
  };

  const addEnvironments = async (contextIds: ReadonlyMap<DemoKubeconfig['name'], string>): Promise<string> => {
    let firstId: string | null = null;
    for (const { site, ...draft } of demoEnvironments) {
      const contextId = contextIds.get(site);
      if (contextId === undefined) continue;
      const known = environments.list().find((environment) => environment.contextId === contextId && environment.namespace === draft.namespace);
      const { id } = known ?? (await environments.add({ ...draft, contextId, name: freeName(draft.name, environments.list()) }));
      firstId ??= id;
    }
    return firstId ?? '';
  };

  return {
    status: () => status,
    onChange: changed.add,
    open: () => inOrder(async () => ({ environmentId: await addEnvironments(await bringUp('starting')) })),
    resume: () => inOrder(async () => void (await bringUp('starting'))),
    reset: () => {
      resetting ??= inOrder(async () => void (await bringUp('resetting'))).finally(() => {
        resetting = null;
      });
      return resetting;
    },
    remove: () =>
      inOrder(async () => {
        for (const { id, demo } of environments.list()) if (demo) await environments.remove(id);
        await connections.forgetDemo();
        await process.stop();
        await process.clear();
        become('off');
      }),
    settled: () =>
      new Promise((resolve) => {
        if (!isDemoBusy(status)) return resolve();
        const stop = changed.add(() => {
          if (isDemoBusy(status)) return;
          stop();
          resolve();
        });
      }),
    async dispose() {
      // Whoever waits goes on to find a closed engine.
      become('off');
      isDisposed = true;
      await process.stop();
      // What was asked for before finds a closed engine, and what it was in the middle of starting goes as well.
      await inOrder(process.stop);
    },
  };
};

/** The name, or the name with a number where somebody has taken it for something else. */
const freeName = (name: string, taken: readonly EnvironmentView[]): string => {
  const isTaken = (wanted: string): boolean => taken.some((other) => other.name.toLowerCase() === wanted.toLowerCase());
  for (let number = 1; ; number += 1) {
    const wanted = number === 1 ? name : `${name} ${number}`;
    if (!isTaken(wanted)) return wanted;
  }
};
