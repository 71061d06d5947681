const gap = 16;
const padding = 2 * 16;

/** Pixels below which a table scrolls sideways: the least width of each track, the gaps and the margins. */
export const minWidthOf = (tracks: readonly string[]): number =>
  tracks.reduce((sum, track) => sum + Number(/(\d+)px/.exec(track)?.[1] ?? 0), 0) + gap * Math.max(0, tracks.length - 1) + padding;
