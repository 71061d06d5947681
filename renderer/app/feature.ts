import type { TFunction } from 'i18next';
import type { ComponentType, ReactNode } from 'react';
import type { Action, ActionIcon } from './actions/action';

/** A page. `path` as in react-router; pages of an environment live below `/env/:environmentId`. */
export interface FeatureRoute {
  path: string;
  element: ReactNode;
}

export interface NavigationEntry {
  path: string;
  title: (t: TFunction) => string;
  icon: ActionIcon;
  /** A count or a dot at the end of the entry. */
  Badge?: ComponentType;
}

/** What a feature brings. It is registered by one line in features.ts. */
export interface Feature {
  id: string;
  routes?: readonly FeatureRoute[];
  navigation?: readonly NavigationEntry[];
  actions?: readonly Action[];
  /** At the right of the page, inside its pane: each decides by the address whether it shows. */
  panels?: readonly ComponentType[];
  /** What can stay open at the bottom of the window; `subject` is the tab's (`state/dock.ts`). */
  dockViews?: readonly { id: string; Component: ComponentType<{ subject: string }> }[];
  /** Always mounted, whatever page is open: dialogs, drawers, intent handlers. */
  overlays?: readonly ComponentType[];
}
