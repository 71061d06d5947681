import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { base64, clientOf } from '../testing/client';
import { createAuthority } from '../testing/certificates';
import { sendJson, startServer } from '../testing/server';
import { environmentProxy } from './proxy';

describe('the proxy of the environment', () => {
  it.each([
    ['https://api.example.com', '', 'http://proxy:3128'],
    ['https://api.example.com', 'other.com', 'http://proxy:3128'],
    ['https://api.example.com', 'example.com', undefined],
    ['https://example.com', '.example.com', 'http://proxy:3128'],
    ['https://api.example.com', ' .example.com ', undefined],
    ['https://api.example.com', '*.example.com', undefined],
    ['https://notexample.com', 'example.com', 'http://proxy:3128'],
    ['https://api.example.com:6443', 'api.example.com:6443', undefined],
    ['https://api.example.com', 'api.example.com:6443', 'http://proxy:3128'],
    ['https://10.1.2.3:6443', '10.0.0.0/8', undefined],
    ['https://11.1.2.3:6443', '10.0.0.0/8', 'http://proxy:3128'],
    ['https://10.1.2.3:6443', '10.0.0.0/99', 'http://proxy:3128'],
    ['https://10.1.2.3', '10.1.2.3', undefined],
    ['https://[fd00::1]:6443', 'fd00::/8', undefined],
    ['https://[fd00::1]:6443', 'fd00::1', undefined],
    ['https://api.example.com', '*', undefined],
    ['https://localhost:6443', '', undefined],
    ['https://127.8.8.8:6443', '', undefined],
    ['http://api.example.com', '', undefined],
  ])('for %s with NO_PROXY=%s is %s', (server, noProxy, expected) => {
    expect(environmentProxy(new URL(server), { https_proxy: 'proxy:3128', NO_PROXY: noProxy })).toBe(expected);
  });
});

/** A proxy that opens tunnels, whatever name is asked for, to one port of this machine. */
const startProxy = async (port: number, status = 200): Promise<{ url: string; asked: http.IncomingHttpHeaders[] }> => {
  const asked: http.IncomingHttpHeaders[] = [];
  const open = new Set<Duplex>();
  const proxy = http.createServer().on('connect', (request, client: Duplex) => {
    asked.push({ ...request.headers, target: request.url });
    open.add(client);
    if (status !== 200) return void client.end(`HTTP/1.1 ${status} No\r\n\r\n`);
    const upstream = net.connect(port, '127.0.0.1');
    open.add(upstream);
    client.write('HTTP/1.1 200 OK\r\n\r\n');
    upstream.pipe(client).pipe(upstream);
    [client, upstream].forEach((socket) => socket.on('error', () => socket.destroy()));
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        proxy.close(() => resolve());
        open.forEach((socket) => socket.destroy());
      }),
  );
  return { url: `http://user:pass@127.0.0.1:${(proxy.address() as AddressInfo).port}`, asked };
};

/** SOCKS5 without a login, to one port of this machine; tells the names it was asked for. */
const startSocks = async (port: number): Promise<{ url: string; asked: string[] }> => {
  const asked: string[] = [];
  const open = new Set<net.Socket>();
  const socks = net.createServer((client) => {
    open.add(client);
    client.once('data', () => {
      client.write(Buffer.from([5, 0]));
      client.once('data', (request) => {
        asked.push(request[3] === 3 ? request.subarray(5, 5 + (request[4] ?? 0)).toString() : 'address');
        const upstream = net.connect(port, '127.0.0.1', () => {
          client.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
          upstream.pipe(client).pipe(upstream);
        });
        open.add(upstream);
        [client, upstream].forEach((socket) => socket.on('error', () => socket.destroy()));
      });
    });
  });
  await new Promise<void>((resolve) => socks.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        socks.close(() => resolve());
        open.forEach((socket) => socket.destroy());
      }),
  );
  return { url: `socks5://127.0.0.1:${(socks.address() as AddressInfo).port}`, asked };
};

describe('a client behind a proxy', () => {
  it('tunnels TLS through the proxy of the kubeconfig, checks the certificate and keeps the tunnel', async () => {
    const authority = await createAuthority();
    const ca = { 'certificate-authority-data': base64(authority.cert) };
    const server = await startServer((_, response) => sendJson(response, 200, { ok: true }), await authority.issue({ names: ['api.internal', '10.9.9.9'] }));
    const proxy = await startProxy(server.port);
    for (const host of ['api.internal', '10.9.9.9']) {
      const client = await clientOf({ server: `https://${host}:6443`, ...ca, 'proxy-url': proxy.url });
      expect(await client.request({ path: '/' })).toEqual({ ok: true });
      expect(await client.request({ path: '/' })).toEqual({ ok: true });
    }
    expect(proxy.asked).toMatchObject([
      { target: 'api.internal:6443', 'proxy-authorization': `Basic ${base64('user:pass')}` },
      { target: '10.9.9.9:6443' },
    ]);
    const wrong = await clientOf({ server: 'https://wrong.internal:6443', ...ca, 'proxy-url': proxy.url });
    await expect(wrong.request({ path: '/' })).rejects.toMatchObject({ code: 'CERTIFICATE', sentence: { key: 'certificate.wrongHost' } });
  });

  it('leaves names to a SOCKS proxy', async () => {
    const authority = await createAuthority();
    const server = await startServer((_, response) => sendJson(response, 200, { ok: true }), await authority.issue({ names: ['api.internal'] }));
    const socks = await startSocks(server.port);
    const cluster = { server: 'https://api.internal:6443', 'certificate-authority-data': base64(authority.cert), 'proxy-url': socks.url };
    expect(await (await clientOf(cluster)).request({ path: '/' })).toEqual({ ok: true });
    expect(socks.asked).toEqual(['api.internal']);
    const wrong = await clientOf({ ...cluster, server: 'https://wrong.internal:6443' });
    await expect(wrong.request({ path: '/' })).rejects.toMatchObject({ code: 'CERTIFICATE' });
  });

  it.each([
    [407, 'connection.proxyLogin'],
    [403, 'connection.proxyRefused'],
  ])('says so when the proxy answers %s, without its password', async (status, key) => {
    const proxy = await startProxy(1, status);
    const client = await clientOf({ server: 'https://api.internal:6443', 'proxy-url': proxy.url });
    const error: unknown = await client.request({ path: '/' }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'UNREACHABLE', sentence: { key } });
    expect(JSON.stringify(error)).not.toContain('pass@');
  });

  it('says so when the proxy is not there', async () => {
    for (const proxy of ['http://127.0.0.1:1', 'socks5://127.0.0.1:1']) {
      const client = await clientOf({ server: 'https://api.internal:6443' , 'proxy-url': proxy });
      await expect(client.request({ path: '/' })).rejects.toMatchObject({ code: 'UNREACHABLE', sentence: { key: 'connection.proxyUnreachable', params: { proxy } } });
    }
  });
});
