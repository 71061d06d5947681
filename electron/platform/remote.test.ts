import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultPreferences, type VaultStatus } from '@shared/model/settings';
import { serve } from '@shared/wire/server';
import { portTransport } from '@shared/wire/transports/port';
import { createListeners } from '@electron/engine/streams/listeners';
import { allowsPlainTextSecrets, createDesktopPlatform } from './desktop/desktopPlatform';
import { createVaultKey, type VaultKeyDependencies } from './desktop/vaultKey';
import { createScriptRunner } from './headless/childScript';
import { createSettingsFiles } from './headless/settingsFiles';
import { platformPaths } from './paths';
import type { Platform } from './platform';
import { platformContract } from './platformContract';
import { createRemotePlatform } from './remote';

/** A keychain that turns texts round: real ones need Electron. `broken` is one that was reset. */
const keychain = (backend: 'basic_text' | 'gnome_libsecret', state = { broken: false }): VaultKeyDependencies['safeStorage'] => ({
  isAsyncEncryptionAvailable: async () => true,
  encryptStringAsync: async (text) => Buffer.from([...text].reverse().join('')),
  decryptStringAsync: async (bytes) => {
    if (state.broken) throw new Error('Error while decrypting');
    return { result: [...bytes.toString()].reverse().join(''), shouldReEncrypt: false };
  },
  getSelectedStorageBackend: () => backend,
  setUsePlainTextEncryption: () => undefined,
});

describe('platform of the desktop, asked from the engine over a port', () => {
  let folder: string;
  let closePorts: () => void;
  const wakes = createListeners();
  const notified: string[] = [];

  const connectPlatform = (safeStorage: VaultKeyDependencies['safeStorage']): Platform => {
    const settings = createSettingsFiles(folder);
    const handlers = createDesktopPlatform({
      settings,
      vaultKey: createVaultKey({
        safeStorage,
        folder,
        operatingSystem: 'linux',
        plainTextAllowed: async () => allowsPlainTextSecrets((await settings.load('preferences')).document),
      }),
      pickFile: async (title) => `/picked/${title}`,
      notify: (title) => notified.push(title),
      onWake: wakes.add,
      runScript: createScriptRunner(folder),
    });
    const { port1, port2 } = new MessageChannel();
    serve({ transport: portTransport(port1), contract: platformContract, handlers, peer: { id: 'engine', kind: 'test' } });
    closePorts = () => port1.close();
    return createRemotePlatform(portTransport(port2), platformPaths(folder, '/dist')).platform;
  };

  beforeEach(async () => (folder = await mkdtemp(path.join(tmpdir(), 'wheelhouse-remote-'))));
  afterEach(async () => {
    closePorts();
    // The vault is opened in the background and may be writing its key just now.
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it('seals texts longer than a message, and opens them again with the next engine', async () => {
    const text = 'kubeconfig '.repeat(200_000);
    const sealed = await connectPlatform(keychain('gnome_libsecret')).secretBox.encrypt(text);
    closePorts();
    expect(await connectPlatform(keychain('gnome_libsecret')).secretBox.decrypt(sealed)).toBe(text);
  });

  it('saves documents longer than a message, one after the other', async () => {
    const { settings } = connectPlatform(keychain('gnome_libsecret'));
    const long = { text: '"\\'.repeat(700_000) };
    await Promise.all([settings.save('vault', { small: 1 }), settings.save('vault', long), settings.save('connections', { other: true })]);
    expect((await settings.load('vault')).document).toEqual(long);
    expect((await settings.load('connections')).document).toEqual({ other: true });
  });

  it('tells where an unreadable document was put', async () => {
    await writeFile(path.join(folder, 'vault.json'), '{');
    expect((await connectPlatform(keychain('gnome_libsecret')).settings.load('vault')).setAside).toContain('vault.unreadable-');
  });

  it('keeps no secrets without a keychain, until the preferences allow it', async () => {
    const { secretBox, settings } = connectPlatform(keychain('basic_text'));
    expect(await secretBox.status()).toMatchObject({ state: 'unavailable', detail: { key: 'host.noKeychain' } });
    await expect(secretBox.encrypt('x')).rejects.toMatchObject({ code: 'VAULT', data: { state: 'unavailable' } });
    const ready = new Promise<VaultStatus>((resolve) => secretBox.onChange((status) => status.state === 'ready' && resolve(status)));
    await settings.save('preferences', { ...defaultPreferences, allowPlainTextSecrets: true });
    expect((await ready).detail).toMatchObject({ key: 'host.plainTextSecrets' });
    expect(await secretBox.decrypt(await secretBox.encrypt('x'))).toBe('x');
  });

  it('says that the keychain is another one, and leaves the key alone', async () => {
    const state = { broken: false };
    await connectPlatform(keychain('gnome_libsecret', state)).secretBox.status();
    closePorts();
    state.broken = true;
    const { secretBox } = connectPlatform(keychain('gnome_libsecret', state));
    expect(await secretBox.status()).toMatchObject({ state: 'damaged', detail: { key: 'host.vaultKeyForeign' } });
    await expect(secretBox.encrypt('x')).rejects.toMatchObject({ code: 'VAULT', data: { state: 'damaged' } });
    state.broken = false;
    expect((await secretBox.status()).state).toBe('ready');
  });

  it('makes one key for all who ask at the same moment, so that nothing is sealed with one that is lost', async () => {
    const first = connectPlatform(keychain('gnome_libsecret'));
    const sealed = await Promise.all([first.secretBox.encrypt('a'), first.secretBox.encrypt('b'), first.secretBox.encrypt('c')]);
    closePorts();
    const next = connectPlatform(keychain('gnome_libsecret'));
    expect(await Promise.all(sealed.map((text) => next.secretBox.decrypt(text)))).toEqual(['a', 'b', 'c']);
  });

  it('outlives a keychain that refuses, says so, and asks again the next time', async () => {
    const refusing = keychain('gnome_libsecret');
    let asked = 0;
    const { secretBox } = connectPlatform({
      ...refusing,
      encryptStringAsync: async (text) => {
        asked += 1;
        if (asked <= 2) throw new Error('The user denied access');
        return refusing.encryptStringAsync(text);
      },
    });
    await expect(secretBox.encrypt('x')).rejects.toMatchObject({ code: 'VAULT', data: { state: 'unavailable' } });
    await expect.poll(async () => (await secretBox.status()).state).toBe('ready');
    expect(await secretBox.decrypt(await secretBox.encrypt('x'))).toBe('x');
  });

  describe('a script', () => {
    const isAlive = (pid: number): boolean => {
      try {
        return process.kill(pid, 0);
      } catch {
        // No such process.
        return false;
      }
    };
    const start = async (code: string) => {
      await mkdir(path.join(folder, 'demo'));
      await writeFile(path.join(folder, 'package.json'), '{ "type": "module" }');
      await writeFile(path.join(folder, 'demo', 'demo.js'), code);
      const lines: string[] = [];
      const script = connectPlatform(keychain('gnome_libsecret')).runScript('demo', ['--dir', 'x'], (line) => lines.push(line));
      return { script, lines };
    };
    const waiting = `process.stdin.on('end', () => process.exit(0)).resume(); console.log(process.pid); console.log(process.argv.slice(2).join(' '));`;

    it('is a process that talks, and ends in order when asked to', async () => {
      const { script, lines } = await start(waiting);
      await expect.poll(() => lines).toEqual([expect.stringMatching(/^\d+$/), '--dir x']);
      expect(await script.end()).toEqual({ code: 0, stderr: '' });
      expect(isAlive(Number(lines[0]))).toBe(false);
    });

    it('that is ended as soon as it is started ends', async () => {
      const { script } = await start(waiting);
      expect(await script.end()).toMatchObject({ stderr: '' });
    });

    it('tells how it ended by itself', async () => {
      const { script } = await start(`console.error('no port'); process.exitCode = 3;`);
      expect(await script.ended).toEqual({ code: 3, stderr: 'no port' });
    });

    it('is ended when the engine is gone', async () => {
      const { script, lines } = await start(waiting);
      await expect.poll(() => lines).toHaveLength(2);
      closePorts();
      await script.ended;
      await expect.poll(() => isAlive(Number(lines[0]))).toBe(false);
    });
  });

  it('passes on dialogs, notifications and waking up', async () => {
    const platform = connectPlatform(keychain('gnome_libsecret'));
    expect(await platform.pickFile('kubeconfig')).toBe('/picked/kubeconfig');
    platform.notify('rolled out', '');
    const woke = new Promise<void>((resolve) => platform.onWake(resolve));
    // Calls are answered in order: after this one the stream of wakes is open.
    await platform.settings.load('preferences');
    wakes.tell();
    await woke;
    expect(notified).toEqual(['rolled out']);
  });
});
