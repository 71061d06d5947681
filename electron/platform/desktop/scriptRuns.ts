import type { ItemOf } from '@shared/wire/define';
import type { Platform, RunningScript, ScriptName } from '@electron/platform/platform';
import type { PlatformContract } from '@electron/platform/platformContract';
import { createBell } from '@electron/engine/streams/bell';

type Item = ItemOf<PlatformContract['machine']['runScript']['item']>;

export interface ScriptRuns {
  /** Runs a script until it ends or the signal aborts, which ends it. */
  run(input: { name: ScriptName; args: readonly string[]; run: string }, signal: AbortSignal): AsyncGenerator<Item>;
  /** Does nothing for one that has ended already. */
  end(run: string): void;
}

/** The scripts that the engine of now has asked for, each as long as its stream. */
export const createScriptRuns = (runScript: Platform['runScript']): ScriptRuns => {
  const running = new Map<string, RunningScript>();
  return {
    async *run({ name, args, run }, signal) {
      const bell = createBell();
      const waiting: Item[] = [];
      const put = (item: Item): void => {
        waiting.push(item);
        bell.ring();
      };
      const script = runScript(name, args, (text) => put({ type: 'line', text }));
      running.set(run, script);
      void script.ended.then(({ code, stderr }) => {
        running.delete(run);
        put({ type: 'ended', code, stderr });
      });
      try {
        while (!signal.aborted) {
          const seen = bell.rings;
          for (const item of waiting.splice(0)) {
            yield item;
            if (item.type === 'ended') return;
          }
          await bell.beyond(seen, signal);
        }
      } finally {
        if (running.has(run)) await script.end();
      }
    },
    end: (run) => void running.get(run)?.end(),
  };
};
