import type { LogSetting, LogSource } from './logSource';

/** The log of the sample service: that it started, then a line every TICK seconds (2). */
export function sampleSource({ env, version, startedAt }: LogSetting): LogSource {
  const tickMs = (Number(env['TICK']) > 0 ? Number(env['TICK']) : 2) * 1000;
  // It says that it has started some milliseconds after its first process has; each line takes it some more.
  const delayMs = 4;
  const timeOf = (index: number) => startedAt + delayMs + (index < 2 ? index : (index - 1) * tickMs + 1);
  return {
    entryBytes: `2026-01-01T00:00:00 version=${version} tick=1000`.length,
    countAt(epochMs) {
      const passed = epochMs - startedAt - delayMs;
      if (passed < 0) return 0;
      return passed < 1 ? 1 : 2 + Math.floor((passed - 1) / tickMs);
    },
    timeOf,
    lines(index) {
      const at = timeOf(index);
      const text = index === 0 ? `started version=${version} demo=${env['DEMO_VALUE'] ?? ''}` : `${new Date(at).toISOString().slice(0, 19)} version=${version} tick=${index}`;
      return [{ at, nanos: 100_000 + ((index * 7919) % 800_000), stream: 'stdout', text }];
    },
  };
}
