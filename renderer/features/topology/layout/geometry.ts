import type { TopologyNode } from '@shared/model/topology';

/** Sizes on the canvas, in its pixels. The layout needs them before anything is drawn, so the CSS follows them. */
export const nodeWidth = 212;
export const podsPerRow = 14;
const podRowHeight = 14;
const baseHeight: Record<TopologyNode['layer'], number> = { route: 54, service: 54, workload: 64, config: 42, storage: 42 };

export const groupPadding = { side: 16, top: 40, bottom: 16 };
export const groupGap = 28;

export interface Size {
  width: number;
  height: number;
}
export interface Point {
  x: number;
  y: number;
}
export interface Box extends Point, Size {}

/** Changes only in steps of a row of pods, so that a pod more or less rarely moves anything. */
export const nodeSize = ({ layer, pods }: Pick<TopologyNode, 'layer' | 'pods'>): Size => ({
  width: nodeWidth,
  height: baseHeight[layer] + Math.ceil(pods.length / podsPerRow) * podRowHeight,
});
