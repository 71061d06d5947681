import type { Program } from './program';

const cost = { idleCpu: 0.001, cpuPerRequest: 0, baseBytes: 4 * 2 ** 20, warmBytes: 0 };

/** What runs in an image that names no program of the demo site: one that somebody pushed. */
export const unsimulated: Program = {
  readyAfterMs: 500,
  cost,
  greeting: ['This image is not simulated: the demo site runs no real containers.', 'A stand-in for it stays up and does nothing.'],
  ticks: [],
  tickMs: 60_000,
};

/** What becomes of an image that was made for another processor. @param binary what it starts */
export const foreignProcessor = (binary: string): Program => ({ readyAfterMs: 0, exits: { afterMs: 50, code: 255 }, cost, greeting: [`exec ${binary}: exec format error`], ticks: [], tickMs: 60_000 });
