import { randomUUID } from 'node:crypto';
import { AppError } from '@shared/errors/appError';
import type { VaultStatus } from '@shared/model/settings';
import { sentence } from '@shared/sentences/sentence';
import { connect } from '@shared/wire/client';
import type { Transport } from '@shared/wire/transport';
import type { Outcome, StreamEvent } from '@shared/wire/types';
import { createListeners } from '@electron/engine/streams/listeners';
import { createSequence } from '@electron/engine/streams/sequence';
import type { Platform, PlatformPaths, RunningScript, ScriptEnd, SecretBox, SettingsFile, SettingsName } from './platform';
import { maxPartChars, platformContract } from './platformContract';
import { createSealer, type Sealer } from './sealer';
import { vaultNotReady } from './vaultNotReady';

export interface RemotePlatform {
  readonly platform: Platform;
  /** Settles when the main process went away. */
  readonly closed: Promise<void>;
}

const valueOf = <T>(outcome: Outcome<T>): T => {
  if (outcome.ok) return outcome.value;
  throw outcome.error;
};

/** Ends with the connection; whoever needs to know that waits for `closed`. */
const follow = async <T>(events: AsyncIterable<StreamEvent<T>>, told: (value: T) => void): Promise<void> => {
  try {
    for await (const event of events) if (event.type === 'item') told(event.value);
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'DISCONNECTED')) throw error;
  }
};

/** The desktop's platform as the engine sees it: everything is asked of Electron's main process. */
export const createRemotePlatform = (transport: Transport, paths: PlatformPaths): RemotePlatform => {
  const { client, closed } = connect({ transport, contract: platformContract });
  const wakes = createListeners<void>();
  const vaultChanges = createListeners<VaultStatus>();
  let opened: { status: VaultStatus; sealer: Sealer | null } | null = null;
  // Parts of two documents must not mix.
  const inOrder = createSequence();

  const openVault = async (): Promise<{ status: VaultStatus; sealer: Sealer | null }> => {
    // Only success is kept: a keychain that is locked now may be open the next time.
    if (opened?.sealer) return opened;
    const { status, key } = valueOf(await client.vault.key({}));
    opened = { status, sealer: key === null ? null : createSealer(Buffer.from(key, 'base64')) };
    return opened;
  };
  const readySealer = async (): Promise<Sealer> => {
    const { status, sealer } = await openVault();
    if (sealer) return sealer;
    throw vaultNotReady(status);
  };

  let wakesSeen: number | null = null;
  void follow(client.machine.wakes({}), (count) => {
    // The first item is what was before this engine.
    if (wakesSeen !== null && count > wakesSeen) wakes.tell();
    wakesSeen = count;
  });
  void follow(client.vault.watch({}), (status) => {
    opened = null;
    vaultChanges.tell(status);
  });

  const secretBox: SecretBox = {
    status: async () => (await openVault()).status,
    // Nothing to enter: the keychain belongs to whoever is logged in.
    unlock: async () => (await openVault()).status,
    encrypt: async (plain) => (await readySealer()).seal(plain),
    decrypt: async (sealed) => {
      const plain = (await readySealer()).open(sealed);
      if (plain === null) throw new AppError('VAULT', sentence('host.secretDamaged'), { state: 'damaged' });
      return plain;
    },
    onChange: vaultChanges.add,
  };

  const saveInParts = async (name: SettingsName, text: string): Promise<void> => {
    const parts = Math.max(1, Math.ceil(text.length / maxPartChars));
    for (let part = 0; part < parts; part += 1) {
      valueOf(await client.settings.save({ name, part, parts, text: text.slice(part * maxPartChars, (part + 1) * maxPartChars) }));
    }
  };

  const settings: SettingsFile = {
    load: async (name) => {
      const { document, setAside } = valueOf(await client.settings.load({ name }));
      return { document: document ?? null, setAside };
    },
    save: (name, document) => {
      const text = JSON.stringify(document);
      return inOrder(() => saveInParts(name, text));
    },
  };

  /** Without the main process the script is gone as well: it went with the port. */
  const runScript: Platform['runScript'] = (name, args, onLine) => {
    const run = randomUUID();
    let end: ScriptEnd = { code: null, stderr: '' };
    const ended = follow(client.machine.runScript({ name, args: [...args], run }), (item) => {
      if (item.type === 'line') onLine(item.text);
      else end = { code: item.code, stderr: item.stderr };
    }).then(
      () => end,
      (error: unknown) => ({ code: null, stderr: String(error) }),
    );
    const script: RunningScript = {
      ended,
      async end() {
        valueOf(await client.machine.endScript({ run }));
        return ended;
      },
    };
    return script;
  };

  const platform: Platform = {
    host: 'desktop',
    paths,
    secretBox,
    settings,
    pickFile: async (title) => valueOf(await client.machine.pickFile({ title })).path,
    // Nobody waits for a notification, and one that fails is not worth an error.
    notify: (title, body) => void client.machine.notify({ title, body }),
    onWake: wakes.add,
    runScript,
  };
  return { platform, closed };
};
