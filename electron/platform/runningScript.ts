import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { RunningScript, ScriptEnd } from './platform';

/** A child process, as the two hosts have it. */
export interface ScriptChild {
  readonly stdout: Readable | null;
  readonly stderr: Readable | null;
  /** Told once, when the process is gone or never came to be. */
  onEnd(listener: (code: number | null) => void): void;
  /** Asks it to end in order. */
  ask(): void;
  /** Ends it whatever it does. */
  kill(): void;
}

const keptChars = 2_000;
const patienceMs = 5_000;
/** Output that is still in the pipe when the news of the end comes. */
const drainMs = 250;

/** Reads what a script says and ends it: politely first, for good when it does not listen. */
export const followScript = (child: ScriptChild, onLine: (line: string) => void): RunningScript => {
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr = (stderr + text).slice(-keptChars)));
  if (child.stdout) createInterface(child.stdout).on('line', onLine);

  const ended = new Promise<ScriptEnd>((resolve) => {
    child.onEnd((code) => {
      const tell = (): void => {
        clearTimeout(timer);
        resolve({ code, stderr: stderr.trim() });
      };
      const timer = setTimeout(tell, drainMs);
      if (!child.stderr || child.stderr.readableEnded) tell();
      else child.stderr.once('end', tell);
    });
  });

  return {
    ended,
    async end() {
      child.ask();
      const timer = setTimeout(() => child.kill(), patienceMs);
      const end = await ended;
      clearTimeout(timer);
      return end;
    },
  };
};
