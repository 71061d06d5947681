import { groupGap, type Box, type Size } from './geometry';

/**
 * Puts groups onto the canvas: in columns of about the same height, each group into the column that is shortest so
 * far, in the order given. `width` is how wide the canvas may become before a new column is refused.
 */
export const arrangeGroups = (groups: readonly ({ id: string } & Size)[], { aspect }: { aspect: number }): ReadonlyMap<string, Box> => {
  const widest = Math.max(0, ...groups.map(({ width }) => width));
  const area = groups.reduce((sum, { width, height }) => sum + (width + groupGap) * (height + groupGap), 0);
  // As many columns as make the whole about as wide as the window is in proportion.
  const columns = Math.max(1, Math.min(groups.length, Math.round(Math.sqrt(area * aspect) / (widest + groupGap))));
  const heights = new Array<number>(columns).fill(0);
  const boxes = new Map<string, Box>();
  for (const { id, width, height } of groups) {
    const column = heights.indexOf(Math.min(...heights));
    const y = heights[column] ?? 0;
    boxes.set(id, { x: column * (widest + groupGap), y, width: Math.max(width, columns > 1 ? widest : width), height });
    heights[column] = y + height + groupGap;
  }
  return boxes;
};
