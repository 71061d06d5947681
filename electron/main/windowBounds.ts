import { z } from 'zod';

const bounds = z.object({ x: z.number().int(), y: z.number().int(), width: z.number().int().min(1), height: z.number().int().min(1) });
export type Bounds = z.infer<typeof bounds>;
export const savedWindowSchema = z.object({ bounds, maximized: z.boolean() });
export type SavedWindow = z.infer<typeof savedWindowSchema>;

export const smallestSize = { width: 800, height: 560 };
const usualSize = { width: 1360, height: 860 };
/** How far a second window stands from the first, so that one does not hide the other. */
const cascade = 32;

const overlaps = (a: Bounds, b: Bounds): boolean => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/**
 * Where a new window goes: where the last one was, unless that screen is gone.
 *
 * @param workAreas of the screens there are now, the main one first
 * @param open number of windows that are open already
 */
export const placeWindow = (saved: SavedWindow | null, workAreas: readonly Bounds[], open: number): Partial<Bounds> & { width: number; height: number } => {
  const main = workAreas[0] ?? { x: 0, y: 0, ...usualSize };
  if (!saved || !workAreas.some((area) => overlaps(area, saved.bounds))) {
    return { width: Math.min(usualSize.width, main.width), height: Math.min(usualSize.height, main.height) };
  }
  const { x, y, width, height } = saved.bounds;
  return { x: x + open * cascade, y: y + open * cascade, width: Math.max(width, smallestSize.width), height: Math.max(height, smallestSize.height) };
};
