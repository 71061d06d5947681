import { createContext, useContext, useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useMatch, useNavigate } from 'react-router';
import { useStore } from 'zustand';
import { useClient } from '@renderer/api/context';
import { useEnvironment, useRaise, useShared } from '@renderer/state/context';
import type { Action, ActionContext } from './action';
import type { ActionRegistry } from './registry';

export const ActionRegistryContext = createContext<ActionRegistry | null>(null);

export const useActionRegistry = (): ActionRegistry => {
  const registry = useContext(ActionRegistryContext);
  if (registry === null) throw new Error('useActionRegistry outside of its context');
  return registry;
};

export const useActionContext = (): ActionContext => {
  const client = useClient();
  const { stores } = useShared();
  const { t } = useTranslation();
  const go = useNavigate();
  const raise = useRaise();
  const environment = useEnvironment(useMatch('/env/:environmentId/*')?.params.environmentId);
  return useMemo(() => ({ client, stores, t, raise, environment, navigate: (path: string) => void go(path) }), [client, stores, t, raise, environment, go]);
};

/** All actions there are now. */
export const useAllActions = (): readonly Action[] => useStore(useActionRegistry().actions);

export const useAction = (id: string): Action | undefined => useAllActions().find((action) => action.id === id);

/** Adds actions while the component is on the screen. Pass a memoised array. */
export const useActions = (actions: readonly Action[]): void => {
  const registry = useActionRegistry();
  useEffect(() => registry.add(actions), [registry, actions]);
};
