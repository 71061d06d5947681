const dayMs = 24 * 3600 * 1000;

/** Midnight (UTC) of the nth working day before a time; 0 is the day itself, or the working day before it. */
function workday(before: number, n: number): number {
  let day = Math.floor(before / dayMs) * dayMs;
  let left = n;
  const isWork = () => new Date(day).getUTCDay() % 6 !== 0;
  while (left > 0 || !isWork()) {
    if (isWork()) left -= 1;
    day -= dayMs;
  }
  return day;
}

/** One thing that happened, when people were at work. */
export interface Moment {
  at: number;
  happens: () => void;
}

/** `on(3, '14:20', …)`: three working days before `end`, at that time. What would lie in the future is left out. */
export function createCalendar(end: number): { on(daysAgo: number, time: string, happens: () => void): Moment; hoursAgo(hours: number, happens: () => void): Moment } {
  return {
    on(daysAgo, time, happens) {
      const [hours = 0, minutes = 0] = time.split(':').map(Number);
      return { at: workday(end, daysAgo) + (hours * 60 + minutes) * 60_000, happens };
    },
    hoursAgo: (hours, happens) => ({ at: end - hours * 3600 * 1000, happens }),
  };
}

interface Played {
  now(): number;
  advance(ms: number): void;
}

/** Plays moments in their order up to `end`. */
export function playMoments(clock: Played, moments: readonly Moment[], end: number): void {
  const inOrder = [...moments].sort((a, b) => a.at - b.at).filter(({ at }) => at <= end);
  const [first] = inOrder;
  if (first && first.at < clock.now()) throw new Error('The content begins before its site does.');
  for (const { at, happens } of inOrder) {
    clock.advance(at - clock.now());
    happens();
  }
  clock.advance(end - clock.now());
}
