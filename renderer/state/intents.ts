import { useEffect, useRef } from 'react';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ComponentAction, ComponentRef } from '@shared/model/component';

/**
 * What one feature may ask another to do without importing it. The one that can do it handles the intent
 * (`useIntent`), the others raise it (`useRaise`).
 */
export interface Intents {
  /** Opens the rollback dialog of a component. */
  'changes.rollback': { ref: ComponentRef; to: number | 'previous' };
  /** Opens the dialog of any other change to a component. */
  'changes.open': { ref: ComponentRef; action: Exclude<ComponentAction, 'rollback'> };
  /** Opens the dialog that unlocks a protected environment. */
  'environments.unlock': { environmentId: string };
  'environments.lock': { environmentId: string };
  /** Opens the dialog for a new environment, with a context chosen. */
  'environments.add': { contextId?: string };
  'environments.edit': { environmentId: string };
  /** Opens the drawer, with one operation unfolded. */
  'operations.open': { operationId?: string };
  /** Starts the demo site and opens its first environment. */
  'demo.open': Record<string, never>;
  /** Begins with the demo site's seed again. */
  'demo.reset': Record<string, never>;
  /** Asks whether to end and forget the demo site. */
  'demo.remove': Record<string, never>;
  /** Begins the guided tour, or goes on where it was left. */
  'tour.start': Record<string, never>;
  /** Asks for the vault's passphrase. */
  'vault.open': Record<string, never>;
}

type Handlers = { [K in keyof Intents]?: (payload: Intents[K]) => void };
export type IntentBus = StoreApi<Handlers>;

export const createIntentBus = (): IntentBus => createStore<Handlers>(() => ({}));

/** True when somebody handles it now. */
export const raiseOn = <K extends keyof Intents>(bus: IntentBus, name: K, payload: Intents[K]): boolean => {
  const handler = bus.getState()[name];
  handler?.(payload);
  return handler !== undefined;
};

/** Handles an intent while the component is mounted. */
export const useIntentOn = <K extends keyof Intents>(bus: IntentBus, name: K, handler: (payload: Intents[K]) => void): void => {
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(() => {
    bus.setState({ [name]: (payload: Intents[K]) => latest.current(payload) });
    return () => bus.setState({ [name]: undefined });
  }, [bus, name]);
};
