import { createStore, type StoreApi } from 'zustand/vanilla';

/** Something that stays open at the bottom of the window while pages come and go: a log, later a shell. */
export interface DockTab {
  /** Which of the features' dock views draws it. */
  view: string;
  /** What the view shows; together with `view` it names the tab. */
  subject: string;
  title: string;
  /** Whose colour the tab carries. */
  environmentId: string | null;
}

export interface Dock {
  tabs: readonly DockTab[];
  active: DockTab | null;
}

export type DockStore = StoreApi<Dock>;

export const createDockStore = (): DockStore => createStore<Dock>(() => ({ tabs: [], active: null }));

const isSame = (a: DockTab, b: DockTab): boolean => a.view === b.view && a.subject === b.subject;

/** Opens a tab, or brings the one that is open already to the front. */
export const withTab = ({ tabs }: Dock, tab: DockTab): Dock => {
  const open = tabs.find((other) => isSame(other, tab));
  return open ? { tabs, active: open } : { tabs: [...tabs, tab], active: tab };
};

/** Closes a tab; its right neighbour comes to the front, or else its left one. */
export const withoutTab = ({ tabs, active }: Dock, tab: DockTab): Dock => {
  const index = tabs.findIndex((other) => isSame(other, tab));
  const left = tabs.filter((other) => !isSame(other, tab));
  const next = active && isSame(active, tab) ? (left[index] ?? left[index - 1] ?? null) : active;
  return { tabs: left, active: next };
};
