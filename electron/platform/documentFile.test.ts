import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSettingsFiles } from './headless/settingsFiles';

describe('settings files', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(path.join(tmpdir(), 'wheelhouse-settings-'))));
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('has no document before the first save', async () => {
    expect(await createSettingsFiles(folder).load('preferences')).toEqual({ document: null, setAside: null });
  });

  it('reads back what it saved, in a file that only the owner reads', async () => {
    const settings = createSettingsFiles(folder);
    await settings.save('environments', { version: 1, list: ['prod'] });
    expect(await settings.load('environments')).toEqual({ document: { version: 1, list: ['prod'] }, setAside: null });
    expect((await stat(path.join(folder, 'environments.json'))).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['cut off in the middle', '{"document": {"version": 1, "li'],
    ['empty', ''],
    ['JSON of something else', '[1, 2]'],
  ])('puts aside a file that is %s, byte for byte, and says where', async (_, text) => {
    await writeFile(path.join(folder, 'preferences.json'), text);
    const { document, setAside } = await createSettingsFiles(folder).load('preferences');
    expect(document).toBeNull();
    expect(path.basename(setAside ?? '')).toMatch(/^preferences\.unreadable-[\dTZ.-]+\.json$/);
    expect(await readFile(setAside ?? '', 'utf8')).toBe(text);
    expect(await readdir(folder)).toHaveLength(1);
  });

  it('does not write over an unreadable file that nobody loaded', async () => {
    await writeFile(path.join(folder, 'preferences.json'), '{"document":');
    await createSettingsFiles(folder).save('preferences', { theme: 'dark' });
    const kept = (await readdir(folder)).find((name) => name.includes('unreadable'));
    expect(await readFile(path.join(folder, kept ?? ''), 'utf8')).toBe('{"document":');
  });

  it('leaves one whole document when many saves run at once', async () => {
    const settings = createSettingsFiles(folder);
    await Promise.all(Array.from({ length: 20 }, (_, number) => settings.save('connections', { number, filler: 'x'.repeat(10_000) })));
    expect((await settings.load('connections')).document).toMatchObject({ number: 19 });
    expect(await readdir(folder)).toEqual(['connections.json']);
  });

  it('says that the disk refuses', async () => {
    await rm(folder, { recursive: true });
    await expect(createSettingsFiles(folder).save('preferences', {})).rejects.toMatchObject({ code: 'UPSTREAM', message: expect.stringContaining('ENOENT') });
    await writeFile(folder, 'a file where the folder should be');
    await expect(createSettingsFiles(folder).load('preferences')).rejects.toMatchObject({ code: 'UPSTREAM', message: expect.stringContaining('cannot be read') });
  });
});
