import type { Site } from '../site';
import type { ContainerLife, LogFile, LogLine } from './podLogs';
import type { RunningContainer } from './running';

/** Lines are handed out in batches of at most so many, so that a reader of megabytes lets others have their turn. */
const batchLines = 2000;
/** A program may log later than its source says by as little: the wall clock and the timers are not one. */
const slackMs = 2;

/** Lines from `first` on: those that are there, and where asked for those to come, until the container or the reader ends. */
export async function* readLog(site: Pick<Site, 'clock' | 'running'>, file: LogFile, life: ContainerLife, first: number, live: { running: RunningContainer; signal: AbortSignal } | null): AsyncGenerator<LogLine[]> {
  const { clock, running } = site;
  let isEnded = life.endedAt !== undefined;
  let wake: () => void = () => undefined;
  const end = () => {
    isEnded = true;
    wake();
  };
  const stop = live ? running.onEnd(live.running, end) : () => undefined;
  live?.signal.addEventListener('abort', () => wake(), { once: true });
  try {
    for (let next = first; ; ) {
      // Asked before the lines are counted: what was logged up to the end is still read.
      const wasEnded = isEnded;
      const count = file.countAt(clock.now());
      while (next < count) {
        const size = Math.min(batchLines, count - next);
        yield Array.from({ length: size }, (_, index) => file.line(next + index));
        next += size;
      }
      if (!live || live.signal.aborted || wasEnded) return;
      await new Promise<void>((resolve) => {
        const dueMs = file.line(next).at - clock.now();
        const timer = setTimeout(resolve, Math.min(Math.max(1, dueMs + slackMs), 60_000));
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
        if (isEnded !== wasEnded || live.signal.aborted) wake();
      });
    }
  } finally {
    stop();
  }
}
