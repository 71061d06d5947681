import type { Program, Surroundings } from './program';

/** A line of a container's log. */
export interface LogLine {
  /** Epoch ms, whole. */
  at: number;
  /** Nanoseconds past `at`, below a million. */
  nanos: number;
  stream: 'stdout' | 'stderr';
  text: string;
}

/**
 * What a program logs in one life, as a function of time: any entry can be had without the ones before it, so that weeks of log
 * cost nothing until somebody reads them. An entry is what is written at one time: a line, several (a stack trace), or none.
 */
export interface LogSource {
  /** How many entries it has written by a time. */
  countAt(epochMs: number): number;
  /** Epoch ms of an entry; entries count from 0. Whole, and never smaller than that of the entry before. */
  timeOf(index: number): number;
  lines(index: number): readonly LogLine[];
  /** Mean length of an entry in bytes, without line ends. */
  readonly entryBytes: number;
}

export interface LogSetting extends Surroundings {
  env: Readonly<Record<string, string>>;
}

const looksLikeError = /^(ERROR|FATAL|panic|Exception|\s+at |APPLICATION FAILED)|\[error\]/;

/** Spreads the lines of an entry over its millisecond, in order. */
const nanosOf = (index: number, i: number) => Math.min(999_999, ((index * 2_654_435_761) % 90_000) + i * 1_733);

/** Entries that are looked at for their mean length: over a day, whose hours differ. */
const samples = 24;

/** The log of a program that greets, line by line, and then ticks. */
export function tickingSource(program: Program, setting: LogSetting): LogSource {
  const { greeting, ticks, tickMs } = program;
  const { host, version, startedAt } = setting;
  const fill = (text: string, n: number) => text.replaceAll('{host}', host).replaceAll('{version}', version).replaceAll('{n}', String(n));
  const isQuiet = !program.lines && ticks.length === 0;
  const tickOf = (index: number) => index - greeting.length + 1;
  const textsOf = (index: number): readonly string[] => {
    const n = tickOf(index);
    if (n < 1) return [fill(greeting[index] ?? '', index)];
    return program.lines?.(n, setting) ?? [fill(ticks[n % ticks.length] ?? '', n)];
  };
  // A tick that ends while the program still greets waits for that: lines never go back in time.
  const timeOf = (index: number) => (tickOf(index) < 1 ? startedAt + index : Math.max(startedAt + greeting.length, startedAt + tickOf(index) * tickMs));
  const meanBytes = () => {
    const everyTick = Math.max(1, Math.floor((24 * 3600 * 1000) / tickMs / samples));
    const sizes = Array.from({ length: samples }, (_, i) => (isQuiet ? 0 : textsOf(greeting.length + i * everyTick).join('').length));
    return sizes.reduce((sum, size) => sum + size, 0) / samples;
  };
  return {
    get entryBytes() {
      return meanBytes();
    },
    countAt(epochMs) {
      const passed = epochMs - startedAt;
      if (passed < 0) return 0;
      if (passed < greeting.length) return Math.floor(passed) + 1;
      return greeting.length + (isQuiet ? 0 : Math.floor(passed / tickMs));
    },
    timeOf,
    lines: (index) => textsOf(index).map((text, i) => ({ at: timeOf(index), nanos: nanosOf(index, i), stream: looksLikeError.test(text) ? 'stderr' : 'stdout', text })),
  };
}
