import { createStore, type StoreApi } from 'zustand/vanilla';
import type { DemoStatus } from '@shared/model/demo';
import type { EnvironmentView } from '@shared/model/environment';
import type { Operation } from '@shared/model/operation';
import type { Notice, Preferences, VaultStatus } from '@shared/model/settings';
import { createDockStore, type DockStore } from './dock';
import type { AppError } from '@shared/errors/appError';

/** A mirror of something the engine owns. `value` is null until the first item; it stays while reconnecting. */
export interface Mirror<T> {
  value: T | null;
  error: AppError | null;
}

export interface Interface {
  operationsOpen: boolean;
  /** The operation unfolded in the drawer. */
  operationId: string | null;
  paletteOpen: boolean;
  helpOpen: boolean;
  /** Fresher than the preference: whether the sidebar is folded in this window. */
  navbarCollapsed: boolean | null;
}

/** What several features share. Made once in main.tsx and passed down through React's context. */
export interface Stores {
  preferences: StoreApi<Mirror<Preferences>>;
  environments: StoreApi<Mirror<EnvironmentView[]>>;
  /** By id, in the order of their start. */
  operations: StoreApi<Mirror<ReadonlyMap<string, Operation>>>;
  notices: StoreApi<Mirror<Notice[]>>;
  vault: StoreApi<Mirror<VaultStatus>>;
  demo: StoreApi<Mirror<DemoStatus>>;
  ui: StoreApi<Interface>;
  dock: DockStore;
}

const mirror = <T>(): StoreApi<Mirror<T>> => createStore<Mirror<T>>(() => ({ value: null, error: null }));

export const createStores = (): Stores => ({
  preferences: mirror(),
  environments: mirror(),
  operations: mirror(),
  notices: mirror(),
  vault: mirror(),
  demo: mirror(),
  dock: createDockStore(),
  ui: createStore<Interface>(() => ({
    operationsOpen: false,
    operationId: null,
    paletteOpen: false,
    helpOpen: false,
    navbarCollapsed: null,
  })),
});
