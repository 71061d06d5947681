import { useEffect, useMemo, useRef, useState } from 'react';
import type { TopologyGraph } from '../graph/graph';
import { arrangeGroups } from './arrange';
import type { Box, Point } from './geometry';
import { createGroupLayouter, type GroupLayout, type GroupLayouter } from './groupLayout';
import { groupStructures, type GroupStructure } from './structure';

export interface CanvasLayout {
  groups: ReadonlyMap<string, Box>;
  /** Relative to the group's corner. */
  nodes: ReadonlyMap<string, Point>;
}

interface LaidOut {
  key: string;
  layout: GroupLayout;
}

/** Lays out what has no layout yet; groups whose structure did not change keep theirs. */
const layoutMissing = async (layouter: GroupLayouter, structures: readonly GroupStructure[], known: Map<string, LaidOut>): Promise<void> => {
  await Promise.all(
    structures
      .filter(({ id, key }) => known.get(id)?.key !== key)
      .map(async (structure) => {
        known.set(structure.id, { key: structure.key, layout: await layouter.layout(structure) });
      }),
  );
};

const compose = (structures: readonly GroupStructure[], known: ReadonlyMap<string, LaidOut>, aspect: number): CanvasLayout => {
  const laidOut = structures.flatMap(({ id }) => {
    const entry = known.get(id);
    return entry ? [{ id, ...entry.layout }] : [];
  });
  return {
    groups: arrangeGroups(
      laidOut.map(({ id, size }) => ({ id, ...size })),
      { aspect },
    ),
    nodes: new Map(laidOut.flatMap(({ positions }) => [...positions])),
  };
};

/** Positions for the visible part of the graph; null until the first layout is done. The last one stays while the next is made. */
export const useLayout = (graph: TopologyGraph | undefined, visible: ReadonlySet<string>, aspect: number): { layout: CanvasLayout | null; error: unknown } => {
  const layouter = useRef<GroupLayouter | null>(null);
  const known = useRef(new Map<string, LaidOut>());
  const [state, setState] = useState<{ layout: CanvasLayout | null; error: unknown }>({ layout: null, error: null });
  const structures = useMemo(() => (graph ? groupStructures(graph, visible) : null), [graph, visible]);
  const structureKey = useMemo(() => structures?.map(({ id, name, key }) => `${id} ${name} ${key}`).join('\n'), [structures]);

  useEffect(
    () => () => {
      layouter.current?.dispose();
      layouter.current = null;
    },
    [],
  );

  const latest = useRef(structures);
  useEffect(() => {
    latest.current = structures;
  });
  useEffect(() => {
    const wanted = latest.current;
    if (!wanted) return;
    layouter.current ??= createGroupLayouter();
    let superseded = false;
    layoutMissing(layouter.current, wanted, known.current).then(
      () => !superseded && setState({ layout: compose(wanted, known.current, aspect), error: null }),
      (error: unknown) => !superseded && setState((last) => ({ ...last, error })),
    );
    return () => {
      superseded = true;
    };
    // The key says all that the layout depends on; the structures themselves are new with each delta.
  }, [structureKey, aspect]);

  return state;
};
