import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { VaultStatus } from '@shared/model/settings';
import { unlockFromFile } from '@electron/headless/passphraseFile';
import type { SecretBox } from '@electron/platform/platform';
import { createPassphraseBox } from './passphraseBox';

describe('secret box by passphrase', () => {
  let folder: string;
  let keyFile: string;
  const open = (): SecretBox => createPassphraseBox({ folder, scrypt: { N: 1024, r: 8, p: 1 } });

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'wheelhouse-box-'));
    keyFile = path.join(folder, 'vault-key.json');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('goes from uninitialized to ready, and is locked after a restart', async () => {
    const box = open();
    const seen: VaultStatus['state'][] = [];
    box.onChange(({ state }) => seen.push(state));
    expect((await box.status()).state).toBe('uninitialized');
    expect((await box.unlock('open sesame')).state).toBe('ready');
    expect(seen).toEqual(['ready']);
    expect((await open().status()).state).toBe('locked');
  });

  it('opens after a restart what was sealed before it', async () => {
    const before = open();
    await before.unlock('Zürich 🔑');
    const sealed = await before.encrypt('token-of-prod');
    expect(sealed).not.toContain('token-of-prod');
    const after = open();
    await after.unlock('Zu\u0308rich 🔑'); // The same letters, typed on a system that decomposes them.
    expect(await after.decrypt(sealed)).toBe('token-of-prod');
  });

  it('seals the same text differently each time', async () => {
    const box = open();
    await box.unlock('p');
    expect(await box.encrypt('x')).not.toBe(await box.encrypt('x'));
  });

  it('tells a wrong passphrase, stays locked and still takes the right one', async () => {
    await open().unlock('right');
    const box = open();
    await expect(box.unlock('wrong')).rejects.toMatchObject({ code: 'VAULT', data: { state: 'wrongPassphrase' } });
    await expect(box.encrypt('x')).rejects.toMatchObject({ code: 'VAULT', data: { state: 'locked' } });
    expect((await box.unlock('right')).state).toBe('ready');
  });

  it.each(['{"version":1,"scrypt":{"N"', '', '{"version":1,"scrypt":{"N":1e12,"r":8,"p":1,"salt":"AAAA"},"verifier":"AAAA"}'])(
    'calls a key file damaged and leaves it alone: %j',
    async (text) => {
      await writeFile(keyFile, text);
      const box = open();
      expect((await box.status()).state).toBe('damaged');
      await expect(box.unlock('any')).rejects.toMatchObject({ code: 'VAULT', data: { state: 'damaged' } });
      expect(await readFile(keyFile, 'utf8')).toBe(text);
    },
  );

  it('tells a damaged secret from a wrong passphrase', async () => {
    const box = open();
    await box.unlock('p');
    const sealed = Buffer.from(await box.encrypt('secret'), 'base64');
    sealed[sealed.length - 1] = (sealed.at(-1) ?? 0) ^ 1;
    for (const damaged of [sealed.toString('base64'), '', 'AAAA']) {
      await expect(box.decrypt(damaged)).rejects.toMatchObject({ code: 'VAULT', data: { state: 'damaged' } });
    }
  });

  it('makes one key when two windows choose a passphrase at once', async () => {
    const box = open();
    const results = await Promise.allSettled([box.unlock('first'), box.unlock('second')]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect((await open().unlock('first')).state).toBe('ready');
  });

  it('is opened by a file with the passphrase, without the end of its line', async () => {
    await open().unlock('from a file');
    const file = path.join(folder, 'passphrase');
    await writeFile(file, 'from a file\n');
    const box = open();
    await unlockFromFile(box, file);
    expect((await box.status()).state).toBe('ready');
    await expect(unlockFromFile(box, path.join(folder, 'absent'))).rejects.toMatchObject({ code: 'UPSTREAM' });
  });
});
