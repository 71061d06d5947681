import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Action } from './action';

/** All actions that exist now: those of the features, and those of what is on the screen. */
export interface ActionRegistry {
  readonly actions: StoreApi<readonly Action[]>;
  /** Adds actions until the answer is called. An id that exists is shadowed meanwhile. */
  add(actions: readonly Action[]): () => void;
}

export const createActionRegistry = (): ActionRegistry => {
  const actions = createStore<readonly Action[]>(() => []);
  let layers: (readonly Action[])[] = [];
  const publish = (): void => {
    const byId = new Map<string, Action>();
    for (const layer of layers) for (const action of layer) byId.set(action.id, action);
    actions.setState([...byId.values()], true);
  };
  return {
    actions,
    add(added) {
      layers = [...layers, added];
      publish();
      return () => {
        layers = layers.filter((layer) => layer !== added);
        publish();
      };
    },
  };
};
