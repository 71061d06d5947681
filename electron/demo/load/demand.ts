import { noise, smoothNoise } from './noise';

/** What asks for the load of a workload at a time. */
export interface DemandQuery {
  seed: number;
  /** The environment: a namespace. */
  namespace: string;
  /** The program asked, by name. */
  program: string;
  /** Epoch ms. */
  at: number;
}

type Shape = 'public' | 'office' | 'machine';

const hourMs = 3600 * 1000;

/** Requests per second at the busiest hour of a production, by program; every other environment gets its part of it. */
const peaks: Readonly<Record<string, number>> = { ui: 24, cms: 36, mysql: 90, redis: 140, uuid: 12 };

/** Which part of a production's load an environment gets, and when: readers come in the evening, testers in office hours, machines always. */
function environment(namespace: string): { part: number; shape: Shape } {
  if (/prod/.test(namespace)) return { part: 1, shape: 'public' };
  if (/test|stag/.test(namespace)) return { part: 0.12, shape: 'office' };
  if (/plant|edge/.test(namespace)) return { part: 0.2, shape: 'machine' };
  return { part: 0.03, shape: 'office' };
}

/** From 0 to 1 over the day (UTC), with a quiet weekend where people work. */
function timeOfDay(shape: Shape, at: number): number {
  const date = new Date(at);
  const hour = date.getUTCHours() + date.getUTCMinutes() / 60 + date.getUTCSeconds() / 3600;
  const isWeekend = date.getUTCDay() % 6 === 0;
  const bump = (middle: number, width: number) => Math.exp(-(((hour - middle) / width) ** 2));
  if (shape === 'machine') return 0.6 + 0.3 * bump(6, 3) + 0.2 * bump(14, 3);
  if (shape === 'office') return isWeekend ? 0.04 : Math.min(1, 0.04 + bump(9.5, 2) + 0.9 * bump(14.5, 2.5));
  return Math.min(1, 0.18 + 0.55 * bump(12, 4) + 0.6 * bump(19, 3)) * (isWeekend ? 0.8 : 1);
}

/** A link somewhere that many follow: once in a few days, for about half an hour, up to twice the load. */
function burst({ seed, namespace, at }: DemandQuery): number {
  const slot = Math.floor(at / (6 * hourMs));
  if (noise(seed, `${namespace}/burst`, slot) > 0.08) return 1;
  const middle = (slot + 0.2 + 0.6 * noise(seed, `${namespace}/burst-at`, slot)) * 6 * hourMs;
  return 1 + Math.exp(-(((at - middle) / (0.3 * hourMs)) ** 2));
}

/** Requests per second that a workload gets, all its pods together. */
export function requestsPerSecond(query: DemandQuery): number {
  const { seed, namespace, program, at } = query;
  const peak = peaks[program] ?? 0;
  if (peak === 0) return 0;
  const { part, shape } = environment(namespace);
  // One wave for the whole environment: what the UI gets, the CMS behind it gets too.
  const slow = 0.85 + 0.3 * smoothNoise(seed, namespace, at, 7 * 60_000);
  const quick = 0.9 + 0.2 * smoothNoise(seed, `${namespace}/${program}`, at, 20_000);
  return peak * part * timeOfDay(shape, at) * slow * quick * (shape === 'public' ? burst(query) : 1);
}
