import { createStore, type StoreApi } from 'zustand/vanilla';
import { contract, type EngineClient } from '@shared/contract';
import { connect } from '@shared/wire/client';
import type { Transport } from '@shared/wire/transport';
import { backoffDelay, reconnectPolicy } from './backoff';
import { createForwardingClient } from './forwardingClient';

export interface EngineInfo {
  version: string;
  host: 'desktop' | 'headless';
  /** Changes when the engine was restarted: everything read before is void. */
  engineId: string;
  osUser: string;
  runtime: string;
}

export type ConnectionState =
  | { kind: 'connecting'; attempt: number }
  | { kind: 'connected'; info: EngineInfo }
  /** `since`: when the connection was lost, epoch ms. `attempt`: tries made so far. */
  | { kind: 'reconnecting'; since: number; attempt: number };

export interface Connection {
  /** Always goes to the connection of the moment; answers `DISCONNECTED` while there is none. */
  readonly client: EngineClient;
  readonly state: StoreApi<ConnectionState>;
  /** Ends a waiting back-off and tries at once. */
  reconnectNow(): void;
  close(): void;
}

export interface ConnectionDeps {
  open: () => Promise<Transport>;
  heartbeatMs?: number;
  answerTimeoutMs?: number;
  now?: () => number;
  /** Waits out the back-off; ends early when the signal aborts. */
  wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

interface Session {
  client: EngineClient;
  close(): void;
  closed: Promise<void>;
}

export const waitFor = async (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });

/**
 * Keeps one connection to the engine for as long as the page lives: connects, asks who is there, pings, and
 * connects anew with back-off when the connection is lost or the engine stops answering.
 */
export const createConnection = ({ open, heartbeatMs = 10_000, answerTimeoutMs = 8_000, now = Date.now, wait = waitFor }: ConnectionDeps): Connection => {
  const state = createStore<ConnectionState>(() => ({ kind: 'connecting', attempt: 1 }));
  const ended = new AbortController();
  let current: Session | null = null;
  let hurry = new AbortController();

  const establish = async (): Promise<{ session: Session; info: EngineInfo } | null> => {
    let transport: Transport;
    try {
      transport = await open();
    } catch {
      // Nobody listens there (yet): the caller tries again, and the connection state says so on screen.
      return null;
    }
    const session = connect({ transport, contract });
    const answer = await session.client.app.info({}, { signal: AbortSignal.timeout(answerTimeoutMs) });
    if (answer.ok) return { session, info: answer.value };
    session.close();
    return null;
  };

  /** A port whose other end hangs never closes by itself: silence counts as death. */
  const heartbeat = (session: Session): (() => void) => {
    const timer = setInterval(() => {
      void session.client.app.ping({}, { signal: AbortSignal.timeout(answerTimeoutMs) }).then((answer) => {
        if (!answer.ok) session.close();
      });
    }, heartbeatMs);
    return () => clearInterval(timer);
  };

  const live = async (): Promise<void> => {
    let lostAt: number | null = null;
    for (let attempt = 1; !ended.signal.aborted; attempt += 1) {
      state.setState(lostAt === null ? { kind: 'connecting', attempt } : { kind: 'reconnecting', since: lostAt, attempt }, true);
      if (attempt > 1) {
        hurry = new AbortController();
        await wait(backoffDelay(reconnectPolicy, attempt - 1), AbortSignal.any([hurry.signal, ended.signal]));
        if (ended.signal.aborted) return;
      }
      const established = await establish();
      if (established === null) continue;
      current = established.session;
      const stopHeartbeat = heartbeat(established.session);
      state.setState({ kind: 'connected', info: established.info }, true);
      await established.session.closed;
      stopHeartbeat();
      current = null;
      lostAt = now();
      attempt = 0;
    }
  };
  void live();

  return {
    client: createForwardingClient(() => current?.client ?? null),
    state,
    reconnectNow: () => hurry.abort(),
    close() {
      ended.abort();
      current?.close();
    },
  };
};

