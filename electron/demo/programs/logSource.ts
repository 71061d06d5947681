import type { Program } from './program';

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
 * What a program logs in one life, as a function of time: any line can be had without the ones before it, so that weeks of log
 * cost nothing until somebody reads them.
 */
export interface LogSource {
  /** How many lines it has written by a time. */
  countAt(epochMs: number): number;
  /** Lines count from 0. */
  line(index: number): LogLine;
  /** Mean length of a line in bytes. */
  readonly lineBytes: number;
}

export interface LogSetting {
  env: Readonly<Record<string, string>>;
  host: string;
  version: string;
  startedAt: number;
}

/** Spreads lines over the millisecond they fall in; grows with the index, so that lines of one millisecond keep their order. */
const nanosOf = (index: number) => 100_000 + (index % 80) * 10_000 + ((index * 2_654_435_761) % 9_973);

const looksLikeError = /^(ERROR|FATAL|panic|Exception|\s+at |APPLICATION FAILED)/;

/** The log of a program that greets and then ticks. */
export function tickingSource(program: Program, { host, version, startedAt }: LogSetting): LogSource {
  const { greeting, ticks, tickMs } = program;
  const fill = (text: string, n: number) => text.replaceAll('{host}', host).replaceAll('{version}', version).replaceAll('{n}', String(n));
  const lengths = (ticks.length > 0 ? ticks : greeting).map((text) => fill(text, 10_000).length);
  const timeOf = (index: number) => (index < greeting.length ? startedAt + index : Math.max(startedAt + greeting.length, startedAt + (index - greeting.length + 1) * tickMs));
  return {
    lineBytes: lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length),
    countAt(epochMs) {
      const passed = epochMs - startedAt;
      if (passed < 0) return 0;
      if (passed < greeting.length) return Math.floor(passed) + 1;
      return greeting.length + (ticks.length === 0 ? 0 : Math.floor(passed / tickMs));
    },
    line(index) {
      const n = index - greeting.length + 1;
      const text = n < 1 ? fill(greeting[index] ?? '', index) : fill(ticks[n % ticks.length] ?? '', n);
      return { at: timeOf(index), nanos: nanosOf(index), stream: looksLikeError.test(text) ? 'stderr' : 'stdout', text };
    },
  };
}
