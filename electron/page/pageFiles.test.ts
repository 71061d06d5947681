import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPageFiles, type PageFiles } from './pageFiles';

describe('files of the page', () => {
  let folder: string;
  let files: PageFiles;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'wheelhouse-page-'));
    await mkdir(path.join(folder, 'renderer/assets'), { recursive: true });
    await writeFile(path.join(folder, 'secret.txt'), 'outside');
    await writeFile(path.join(folder, 'renderer/index.html'), '<meta content="__HOST__"><meta content="__STYLE_NONCE__">');
    await writeFile(path.join(folder, 'renderer/assets/app-1a2b.js'), 'start()');
    await writeFile(path.join(folder, 'renderer/assets/app-1a2b.js.map'), '{}');
    files = await createPageFiles(path.join(folder, 'renderer'), 'desktop');
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('fills the host and a nonce into the document, a new nonce for each load', async () => {
    const [first, second] = [await files.read('/'), await files.read('/index.html')];
    const nonceOf = (text: string | undefined): string | undefined => /'nonce-([^']+)'/.exec(text ?? '')?.[1];
    const nonce = nonceOf(first?.headers['Content-Security-Policy']);
    expect(nonce).toMatch(/^\S{24}$/);
    expect(first?.body.toString()).toBe(`<meta content="desktop"><meta content="${nonce}">`);
    expect(nonceOf(second?.headers['Content-Security-Policy'])).not.toBe(nonce);
    expect(first?.headers['Cache-Control']).toBe('no-store');
  });

  it('forbids inline code, eval and remote content', async () => {
    const policy = (await files.read('/'))?.headers['Content-Security-Policy'] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toMatch(/unsafe-|https?:|\*/);
  });

  it('serves scripts as scripts, never sniffed', async () => {
    const script = await files.read('/assets/app-1a2b.js');
    expect(script?.body.toString()).toBe('start()');
    expect(script?.headers).toMatchObject({ 'Content-Type': 'text/javascript; charset=utf-8', 'X-Content-Type-Options': 'nosniff' });
  });

  it.each(['/../secret.txt', '/%2e%2e/secret.txt', '/assets/..%2f..%2fsecret.txt', '/..\\secret.txt', '//etc/passwd', '/%', '/%00', '/assets', '', '/assets/app-1a2b.js.map'])(
    'has nothing at %j',
    async (pathname) => expect(await files.read(pathname)).toBeNull(),
  );
});
