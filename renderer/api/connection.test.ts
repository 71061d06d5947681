import { afterEach, expect, it } from 'vitest';
import { contract, type EngineHandlers } from '@shared/contract';
import { portTransport } from '@shared/wire/transports/port';
import { serve } from '@shared/wire/server';
import { createConnection, type Connection, type ConnectionState } from './connection';
import { follow } from './follow';
import type { Preferences } from '@shared/model/settings';
import { defaultPreferences } from '@shared/model/settings';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** An engine of two procedures; every opened connection is to the engine of the moment. */
const createEngine = () => {
  let served: { close(): void } | null = null;
  let engineId = 'first';
  const handlers = {
    app: {
      info: () => ({ version: '0', host: 'headless', engineId, osUser: 'me', runtime: 'test' }),
      ping: () => ({ at: 0 }),
    },
    settings: {
      watch: async function* () {
        yield { ...defaultPreferences, theme: engineId === 'first' ? 'light' : 'dark' } as Preferences;
        await new Promise(() => undefined);
      },
    },
  } as unknown as EngineHandlers;
  const open = async () => {
    const { port1, port2 } = new MessageChannel();
    served = serve({ transport: portTransport(port1), contract, handlers, interceptors: [], peer: { id: 'p', kind: 'test' } });
    return portTransport(port2);
  };
  return {
    open,
    die: (nextId: string) => {
      engineId = nextId;
      served?.close();
    },
  };
};

const reached = async (connection: Connection, holds: (state: ConnectionState) => boolean): Promise<ConnectionState> =>
  new Promise((resolve) => {
    const check = (state: ConnectionState): void => {
      if (holds(state)) resolve(state);
    };
    connection.state.subscribe(check);
    check(connection.state.getState());
  });

const connected = (id: string) => (state: ConnectionState) => state.kind === 'connected' && state.info.engineId === id;

it('connects anew by itself when the engine goes away, and says since when', async () => {
  const engine = createEngine();
  const connection = createConnection({ open: engine.open, now: () => 1234, wait: async () => undefined });
  closers.push(() => connection.close(), () => engine.die('none'));
  await reached(connection, connected('first'));
  const lost = reached(connection, (state) => state.kind === 'reconnecting');
  engine.die('second');
  expect(await lost).toMatchObject({ since: 1234 });
  await reached(connection, connected('second'));
});

it('answers calls with DISCONNECTED while there is nobody', async () => {
  const connection = createConnection({ open: async () => Promise.reject(new Error('nobody')), wait: async () => new Promise(() => undefined) });
  closers.push(() => connection.close());
  const outcome = await connection.client.app.ping({});
  expect(outcome.ok ? 'ok' : outcome.error.code).toBe('DISCONNECTED');
});

it('follows a stream over a restart of the engine: a reset, then the new value', async () => {
  const engine = createEngine();
  const connection = createConnection({ open: engine.open, wait: async () => undefined });
  const seen: string[] = [];
  await new Promise<void>((resolve) => {
    const following = follow<Preferences>(connection, (options) => connection.client.settings.watch({}, options), {
      item: ({ theme }) => {
        seen.push(theme);
        if (theme === 'light') engine.die('second');
        else resolve();
      },
      reset: () => seen.push('reset'),
    });
    closers.push(() => following.stop(), () => connection.close(), () => engine.die('none'));
  });
  expect(seen).toEqual(['reset', 'light', 'reset', 'dark']);
});
