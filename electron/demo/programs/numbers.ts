import type { LogSetting, LogSource } from './logSource';
import type { Program } from './program';

const whole = (text: string | undefined, otherwise: number) => (text !== undefined && Number(text) > 0 ? Number(text) : otherwise);

/** Numbered lines for whoever counts what arrives: RATE a second (10), COUNT of them (no end), SIZE bytes each, every tenth on standard error. */
function numberedSource({ env, startedAt }: LogSetting): LogSource {
  const rate = whole(env['RATE'], 10);
  const count = whole(env['COUNT'], Infinity);
  const size = whole(env['SIZE'], 32);
  const microsOf = (index: number) => Math.ceil(((index + 1) * 1_000_000) / rate);
  const timeOf = (index: number) => startedAt + Math.floor(microsOf(index) / 1000);
  return {
    entryBytes: size,
    countAt: (epochMs) => Math.max(0, Math.min(count, Math.floor(((epochMs - startedAt) * rate) / 1000))),
    timeOf,
    lines(index) {
      const text = `line ${index + 1}`;
      const padded = size > text.length ? `${text} ${'.'.repeat(size - text.length - 1)}` : text;
      return [{ at: timeOf(index), nanos: (microsOf(index) % 1000) * 1000 + (index % 1000), stream: index % 10 === 9 ? 'stderr' : 'stdout', text: padded }];
    },
  };
}

export const numbers: Program = { readyAfterMs: 100, cost: { idleCpu: 0.002, cpuPerRequest: 0, baseBytes: 4 * 2 ** 20, warmBytes: 4 * 2 ** 20 }, greeting: [], ticks: [], tickMs: 1000, log: numberedSource };
