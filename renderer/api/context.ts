import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { EngineClient } from '@shared/contract';
import type { Connection, ConnectionState } from './connection';

export interface Engine {
  connection: Connection;
  visible: StoreApi<boolean>;
}

export const EngineContext = createContext<Engine | null>(null);

export const useEngine = (): Engine => {
  const engine = useContext(EngineContext);
  if (engine === null) throw new Error('useEngine outside of EngineContext');
  return engine;
};

/** The typed client; stable over the life of the page. */
export const useClient = (): EngineClient => useEngine().connection.client;

export const useConnectionState = (): ConnectionState => useStore(useEngine().connection.state);
