import { useCallback } from 'react';
import { useClient } from '@renderer/api/context';
import { useShared } from '@renderer/state/context';
import type { Stores } from '@renderer/state/stores';
import type { EngineClient } from '@shared/contract';

/** Folds at once and tells the preferences afterwards; a failure to save costs only the memory of it. */
export const toggleNavbar = (client: EngineClient, { ui, preferences }: Stores): void => {
  const collapsed = !(ui.getState().navbarCollapsed ?? preferences.getState().value?.navbarCollapsed ?? false);
  ui.setState({ navbarCollapsed: collapsed });
  void client.settings.update({ navbarCollapsed: collapsed });
};

export const useToggleNavbar = (): (() => void) => {
  const client = useClient();
  const { stores } = useShared();
  return useCallback(() => toggleNavbar(client, stores), [client, stores]);
};
