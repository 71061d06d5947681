export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

const gap = 12;
const margin = 12;

const clamp = (value: number, least: number, most: number): number => Math.max(least, Math.min(value, most));

/**
 * Where a card stands beside its anchor without covering it: right, below, left or above, whichever has room; else in the
 * lower right corner of the bounds.
 */
export const place = (card: { width: number; height: number }, anchor: Box, bounds: Box): { left: number; top: number } => {
  const right = bounds.left + bounds.width - margin;
  const bottom = bounds.top + bounds.height - margin;
  const [least, highest] = [bounds.left + margin, bounds.top + margin];
  const beside = clamp(anchor.top, highest, bottom - card.height);
  const along = clamp(anchor.left, least, right - card.width);
  const candidates = [
    { left: anchor.left + anchor.width + gap, top: beside },
    { left: along, top: anchor.top + anchor.height + gap },
    { left: anchor.left - gap - card.width, top: beside },
    { left: along, top: anchor.top - gap - card.height },
  ];
  const fits = ({ left, top }: { left: number; top: number }): boolean => left >= least && top >= highest && left + card.width <= right && top + card.height <= bottom;
  return candidates.find(fits) ?? { left: right - card.width, top: bottom - card.height };
};
