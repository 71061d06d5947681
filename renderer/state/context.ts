import { createContext, useCallback, useContext } from 'react';
import { useStore } from 'zustand';
import type { DemoStatus } from '@shared/model/demo';
import type { EnvironmentView } from '@shared/model/environment';
import { isEnded, type Operation } from '@shared/model/operation';
import { defaultPreferences, type Preferences } from '@shared/model/settings';
import { raiseOn, useIntentOn, type IntentBus, type Intents } from './intents';
import type { Interface, Mirror, Stores } from './stores';

export interface Shared {
  stores: Stores;
  intents: IntentBus;
}

export const SharedContext = createContext<Shared | null>(null);

export const useShared = (): Shared => {
  const shared = useContext(SharedContext);
  if (shared === null) throw new Error('useShared outside of SharedContext');
  return shared;
};

export const usePreferences = (): Preferences => useStore(useShared().stores.preferences, (state) => state.value ?? defaultPreferences);

/** Null until the engine has told them. */
export const useEnvironments = (): EnvironmentView[] | null => useStore(useShared().stores.environments, (state) => state.value);

export const useEnvironment = (id: string | null | undefined): EnvironmentView | null =>
  useStore(useShared().stores.environments, (state) => state.value?.find((environment) => environment.id === id) ?? null);

/** Null until the engine has told it. */
export const useDemoStatus = (): DemoStatus | null => useStore(useShared().stores.demo, (state) => state.value);

/** Newest first. */
export const useOperations = (): Mirror<ReadonlyMap<string, Operation>> => useStore(useShared().stores.operations);

export const useOperation = (id: string | null): Operation | null =>
  useStore(useShared().stores.operations, (state) => (id === null ? null : (state.value?.get(id) ?? null)));

export const useRunningCount = (): number =>
  useStore(useShared().stores.operations, (state) => [...(state.value?.values() ?? [])].filter((operation) => !isEnded(operation.state)).length);

export const useInterface = <T>(select: (state: Interface) => T): T => useStore(useShared().stores.ui, select);

export const useSetInterface = (): ((part: Partial<Interface>) => void) => {
  const { ui } = useShared().stores;
  return useCallback((part: Partial<Interface>) => ui.setState(part), [ui]);
};

/** Asks whoever can do it; false when nobody can. */
export const useRaise = (): (<K extends keyof Intents>(name: K, payload: Intents[K]) => boolean) => {
  const { intents } = useShared();
  return useCallback((name, payload) => raiseOn(intents, name, payload), [intents]);
};

export const useIntent = <K extends keyof Intents>(name: K, handler: (payload: Intents[K]) => void): void => useIntentOn(useShared().intents, name, handler);
/** Whether somebody handles the intent, to leave out a button that could do nothing. */
export const useCanRaise = (name: keyof Intents): boolean => useStore(useShared().intents, (handlers) => handlers[name] !== undefined);
