const ranges = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 6],
] as const;

function fieldTest(text: string, [low, high]: readonly [number, number]): (value: number) => boolean {
  const allowed = new Set<number>();
  for (const part of text.split(',')) {
    const match = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part);
    if (!match) throw new Error(`The schedule field "${text}" is not understood.`);
    const [, first, last, stride] = match;
    const from = first === undefined ? low : Number(first);
    const to = last !== undefined ? Number(last) : first === undefined || stride !== undefined ? high : from;
    for (let value = from; value <= to; value += Number(stride ?? 1)) allowed.add(value);
  }
  return (value) => allowed.has(value);
}

/** The first minute after `after` (epoch ms, UTC) that a cron expression names; null where none comes within a year. */
export function nextRun(expression: string, after: number): number | null {
  const fields = expression.trim().split(/\s+/);
  const tests = ranges.map((range, i) => fieldTest(fields[i] ?? '*', range));
  const minuteMs = 60_000;
  const hourMs = 60 * minuteMs;
  const end = after + 366 * 24 * hourMs;
  let at = (Math.floor(after / minuteMs) + 1) * minuteMs;
  while (at < end) {
    const date = new Date(at);
    const isDay = tests[2]?.(date.getUTCDate()) && tests[3]?.(date.getUTCMonth() + 1) && tests[4]?.(date.getUTCDay());
    if (!isDay || !tests[1]?.(date.getUTCHours())) at = (Math.floor(at / hourMs) + 1) * hourMs;
    else if (!tests[0]?.(date.getUTCMinutes())) at += minuteMs;
    else return at;
  }
  return null;
}
