import type { Site } from '../site';
import type { ContainerLife, LogFile, LogLine, LogPosition } from './podLogs';
import type { RunningContainer } from './running';

/** Lines are handed out in batches of about so many, so that a reader of megabytes lets others have their turn. */
const batchLines = 2000;
/** Entries of a batch: many are empty in quiet hours. */
const batchEntries = 5000;
/** A program may log later than its source says by as little: the wall clock and the timers are not one. */
const slackMs = 2;

/** Lines from a position on: those that are there, and where asked for those to come, until the container or the reader ends. */
export async function* readLog(site: Pick<Site, 'clock' | 'running'>, file: LogFile, life: ContainerLife, from: LogPosition, live: { running: RunningContainer; signal: AbortSignal } | null): AsyncGenerator<LogLine[]> {
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
    for (let next = from.entry, skip = from.skip; ; ) {
      // Asked before the lines are counted: what was logged up to the end is still read.
      const wasEnded = isEnded;
      const count = file.countAt(clock.now());
      while (next < count) {
        const batch: LogLine[] = [];
        for (const end = Math.min(count, next + batchEntries); next < end && batch.length < batchLines; next += 1, skip = 0) batch.push(...file.lines(next).slice(skip));
        yield batch;
      }
      if (!live || live.signal.aborted || wasEnded) return;
      await new Promise<void>((resolve) => {
        const dueMs = file.timeOf(next) - clock.now();
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
