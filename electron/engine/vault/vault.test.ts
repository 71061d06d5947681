import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createRedaction, mask } from '@electron/engine/redaction/redaction';
import { createMemorySecretBox } from '@electron/engine/testing/memorySecretBox';
import { createMemorySettings } from '@electron/engine/testing/memorySettings';
import { Secret } from './secret';
import { createVault } from './vault';

const setUp = async (settings = createMemorySettings(), secretBox = createMemorySecretBox()) => {
  const redaction = createRedaction();
  const vault = await createVault({ platform: { settings, secretBox }, redaction, notify: () => undefined });
  return { vault, redaction, settings, secretBox };
};

describe('vault', () => {
  it('keeps secrets sealed over a restart', async () => {
    const { vault, settings } = await setUp();
    const id = await vault.put('planted-secret');
    expect(JSON.stringify(settings.stored('vault'))).not.toContain('planted-secret');
    const again = await setUp(settings);
    expect((await again.vault.get(id)).reveal()).toBe('planted-secret');
    await again.vault.remove(id);
    await again.vault.remove(id);
    await expect(again.vault.get(id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(again.vault.get('__proto__')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('has every secret redacted from then on', async () => {
    const { vault, settings, redaction } = await setUp();
    const id = await vault.put('planted-secret');
    expect(redaction.redact('a planted-secret')).toBe(`a ${mask}`);
    const again = await setUp(settings);
    await again.vault.get(id);
    expect(again.redaction.redact('a planted-secret')).toBe(`a ${mask}`);
  });

  it('says that it is locked', async () => {
    const { vault } = await setUp(undefined, createMemorySecretBox('locked'));
    await expect(vault.put('planted-secret')).rejects.toMatchObject({ code: 'VAULT', data: { state: 'locked' } });
  });

  it('says which secret cannot be opened any more, and keeps the others', async () => {
    const settings = createMemorySettings({ vault: { version: 1, entries: { bad: { sealed: 'rubbish', createdAt: 0 } } } });
    const { vault } = await setUp(settings);
    await expect(vault.get('bad')).rejects.toMatchObject({ code: 'VAULT', data: { state: 'damaged' } });
    const id = await vault.put('another-secret');
    expect((await vault.get(id)).reveal()).toBe('another-secret');
  });

  it('prints a secret as a mask', () => {
    const secret = new Secret('planted-secret');
    expect([String(secret), JSON.stringify({ secret }), inspect({ secret }), String(Object.values(secret))].join()).not.toContain('planted');
  });
});
