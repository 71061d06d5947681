import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Sentence } from '@shared/sentences/sentence';
import { createMemorySettings } from '@electron/engine/testing/memorySettings';
import { openDocument } from './document';

const schema = z.object({ names: z.array(z.string()) });
const open = async (settings: ReturnType<typeof createMemorySettings>) => {
  const notices: Sentence[] = [];
  const document = await openDocument({
    settings, name: 'environments', schema, fallback: { names: [] },
    migrations: [(first) => ({ name: first.title }), (second) => ({ names: [second.name] })],
    notify: (_id, _level, text) => void notices.push(text),
  });
  return { document, notices };
};

describe('a document', () => {
  it('begins with its fallback and is saved with its version', async () => {
    const settings = createMemorySettings();
    const { document, notices } = await open(settings);
    expect(document.value).toEqual({ names: [] });
    await document.update(({ names }) => ({ names: [...names, 'a'] }));
    expect(settings.stored('environments')).toEqual({ version: 3, names: ['a'] });
    expect(notices).toEqual([]);
  });

  it.each([
    [1, { title: 'old' }],
    [2, { name: 'old' }],
    [3, { names: ['old'] }],
  ])('of version %i is brought up to date', async (version, content) => {
    const { document } = await open(createMemorySettings({ environments: { version, ...content } }));
    expect(document.value).toEqual({ names: ['old'] });
  });

  it.each([
    ['by a newer Wheelhouse', { version: 4, future: true }, 'document.newer'],
    ['with something unexpected in it', { version: 3, names: 'no list' }, 'document.invalid'],
    ['without a version', { names: [] }, 'document.invalid'],
    ['that is no object', [1], 'document.invalid'],
  ])('written %s is never overwritten, and the operator is told', async (_, stored, key) => {
    const settings = createMemorySettings({ environments: stored });
    const { document, notices } = await open(settings);
    expect(document.value).toEqual({ names: [] });
    expect(notices.map((notice) => notice.key)).toEqual([key]);
    await expect(document.update(() => ({ names: ['x'] }))).rejects.toMatchObject({ code: 'UPSTREAM', sentence: { key } });
    expect(settings.stored('environments')).toEqual(stored);
  });

  it('that was put aside is told of', async () => {
    const settings = createMemorySettings();
    settings.setAside.set('environments', '/x/environments.broken.json');
    expect((await open(settings)).notices).toMatchObject([{ key: 'document.setAside', params: { path: '/x/environments.broken.json' } }]);
  });

  it('keeps its value when it cannot be saved', async () => {
    const settings = createMemorySettings();
    const { document } = await open(settings);
    settings.failWith(new Error('ENOSPC: no space left on device'));
    await expect(document.update(() => ({ names: ['x'] }))).rejects.toMatchObject({ sentence: { key: 'document.cannotSave' } });
    expect(document.value).toEqual({ names: [] });
    settings.failWith(null);
    await document.update(() => ({ names: ['y'] }));
    expect(document.value).toEqual({ names: ['y'] });
  });

  it('makes changes of two writers one after the other', async () => {
    const settings = createMemorySettings();
    const { document } = await open(settings);
    await Promise.all(['a', 'b', 'c'].map((name) => document.update(({ names }) => ({ names: [...names, name] }))));
    expect(settings.stored('environments')).toEqual({ version: 3, names: ['a', 'b', 'c'] });
  });
});
