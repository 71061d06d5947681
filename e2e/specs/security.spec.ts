import { request as plainRequest } from 'node:http';
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/app';

const opened = (page: Page): Promise<void> => page.getByRole('navigation', { name: 'Main navigation' }).waitFor();

/** What the page's policy was found to forbid so far, without what the journey provoked itself. */
const forget = (complaints: string[]): string[] => complaints.splice(0);

test('the page has nothing of Node or Electron', async ({ start }) => {
  const { page } = await start({ kubeconfig: null });
  await opened(page);
  const names = ['require', 'process', 'module', 'exports', 'Buffer', 'global', '__dirname', 'setImmediate', 'electron', 'ipcRenderer'];
  expect(await page.evaluate((all) => all.filter((name) => name in window), names)).toEqual([]);
});

test('the policy of the page is strict, and whatever breaks it is noticed', async ({ start, complaints }) => {
  const { page } = await start({ kubeconfig: null });
  await opened(page);
  // Fetched anew from inside: the answer's header is the policy, on both hosts.
  const policy = await page.evaluate(async () => (await fetch('./index.html')).headers.get('content-security-policy') ?? '');
  for (const directive of ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'"]) expect(policy.split('; ')).toContain(directive);
  expect(policy).not.toMatch(/unsafe-|\*|https?:/);
  expect(complaints).toEqual([]);

  const ran = await page.evaluate(() => {
    const marks = window as Window & { ran?: string[] };
    marks.ran = [];
    const script = document.createElement('script');
    script.textContent = 'window.ran.push("script")';
    document.body.append(script);
    const box = document.createElement('div');
    box.innerHTML = '<button onclick="window.ran.push(\'handler\')">x</button><img src="data:," onerror="window.ran.push(\'error\')"><iframe srcdoc="<script>parent.ran.push(1)</script>"></iframe>';
    document.body.append(box);
    box.querySelector('button')?.click();
    const form = document.createElement('form');
    form.action = 'https://example.com/';
    document.body.append(form);
    form.submit();
    // A timer with a text is `eval`, too; a plain call would tell the test driver instead of the page.
    setTimeout('window.ran.push("eval")' as unknown as () => void);
    return new Promise<string[]>((resolve) => setTimeout(() => resolve(marks.ran ?? []), 300));
  });
  expect(ran).toEqual([]);
  await expect.poll(() => complaints.join('\n')).toMatch(/script-src/);
  const told = forget(complaints).join('\n');
  for (const what of ['inline', 'eval', 'form-action']) expect(told).toContain(what);
});

test('the page leads nowhere else @desktop', async ({ start, complaints }) => {
  const { page, electron } = await start({ kubeconfig: null });
  await opened(page);
  const address = page.url();
  await page.evaluate(() => void window.open('https://example.com/'));
  await page.evaluate(() => void window.location.assign('https://example.com/'));
  await page.evaluate(() => void window.location.assign('data:text/html,hello'));
  await page.evaluate(() => fetch('https://example.com/').catch(() => undefined));
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
  expect(new URL(page.url()).host).toBe(new URL(address).host);
  expect(electron?.windows()).toHaveLength(1);
  forget(complaints);
});

test('a login link opens one browser, once @browser', async ({ start }) => {
  const { page, loginLink } = await start({ kubeconfig: null });
  await opened(page);
  const stranger = await page.context().browser()?.newPage();
  if (!stranger || !loginLink) throw new Error('There is no bastion');
  expect((await stranger.goto(loginLink))?.status()).toBe(403);
  await expect(stranger.getByRole('heading')).toContainText('This login link is used or too old');
  expect((await stranger.goto(new URL('/', loginLink).href))?.status()).toBe(401);
  await stranger.close();

  const [cookie, ...others] = await page.context().cookies();
  expect(others).toEqual([]);
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' });
  expect(page.url()).not.toContain('token');
});

test('requests of other pages and other names are refused, also with the cookie @browser', async ({ start }) => {
  const { page, loginLink } = await start({ kubeconfig: null });
  await opened(page);
  const { origin, host, port } = new URL(loginLink ?? '');
  const [cookie] = await page.context().cookies();
  const status = (path: string, headers: Record<string, string>): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const request = plainRequest({ host: '127.0.0.1', port, path, headers: { Host: host, Cookie: `${cookie?.name}=${cookie?.value}`, ...headers } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      request.on('upgrade', (response, socket) => {
        socket.destroy();
        resolve(response.statusCode);
      });
      request.on('error', reject);
      request.end();
    });
  const upgrade = { Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13', 'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==' };

  expect(await status('/', {})).toBe(200);
  expect(await status('/', { Host: 'evil.example' })).toBe(403);
  expect(await status('/', { Cookie: '' })).toBe(401);
  expect(await status('/wire', { ...upgrade, Origin: origin })).toBe(101);
  expect(await status('/wire', { ...upgrade, Origin: 'https://evil.example' })).toBe(403);
  expect(await status('/wire', { ...upgrade })).toBe(403);
  expect(await status('/wire', { ...upgrade, Origin: 'http://evil.example', Host: 'evil.example' })).toBe(403);
  expect(await status('/wire', { ...upgrade, Origin: origin, Cookie: '' })).toBe(401);
});
