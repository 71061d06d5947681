import { useReactFlow, useStore } from '@xyflow/react';
import { useEffect } from 'react';

const margin = 24;

/** How far to shift so that [from, to] lies inside [0, length]; its beginning where it is longer. */
const shiftInto = (from: number, to: number, length: number): number => {
  if (from < margin) return margin - from;
  if (to > length - margin) return Math.max(length - margin - to, margin - from);
  return 0;
};

/** Pans, as little as needed, when the selected node is hidden: the side panel that opens takes room from the canvas. */
export const useKeepInView = (selectedId: string | null): void => {
  const { getInternalNode, getViewport, setViewport } = useReactFlow();
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  useEffect(() => {
    const node = selectedId === null ? undefined : getInternalNode(selectedId);
    if (!node || width === 0) return;
    const { x, y, zoom } = getViewport();
    const { x: left, y: top } = node.internals.positionAbsolute;
    const shiftX = shiftInto(left * zoom + x, (left + (node.width ?? 0)) * zoom + x, width);
    const shiftY = shiftInto(top * zoom + y, (top + (node.height ?? 0)) * zoom + y, height);
    if (shiftX !== 0 || shiftY !== 0) void setViewport({ x: x + shiftX, y: y + shiftY, zoom }, { duration: 160 });
  }, [selectedId, width, height, getInternalNode, getViewport, setViewport]);
};
