import { createServer, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { connect } from '@shared/wire/client';
import { call } from '@shared/wire/define';
import { serve } from '@shared/wire/server';
import { socketTransport } from '@shared/wire/transports/socket';
import type { Peer } from '@shared/wire/types';
import type { PageFiles } from '@electron/page/pageFiles';
import { startBastionServer, type BastionServer } from './server';

const contract = { app: { echo: call({ effect: 'read', scope: 'workstation', input: z.string(), output: z.string() }) } };
const pages: PageFiles = {
  read: async (pathname) => {
    if (pathname === '/broken') throw new Error('disk');
    return pathname === '/' ? { body: Buffer.from('the app'), headers: { 'Content-Security-Policy': "default-src 'none'" } } : null;
  },
};

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

describe('bastion server', () => {
  let server: BastionServer;
  let at: number;
  let peers: Peer[];
  let defects: unknown[];

  beforeEach(async () => {
    at = 1_000_000;
    peers = [];
    defects = [];
    server = await startBastionServer({
      host: '127.0.0.1',
      port: 0,
      tls: null,
      pages,
      serve: (transport, peer) => {
        peers.push(peer);
        serve({ transport, contract, handlers: { app: { echo: (text) => text } }, peer });
      },
      onDefect: (error) => defects.push(error),
      now: () => at,
    });
  });
  afterEach(() => server.close());

  /** Not `fetch`: it does not let a test choose `Host`. */
  const get = (target: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const { hostname, port } = new URL(server.url);
      const sent = httpRequest({ hostname, port, path: target, method, headers, agent: false }, (response) => {
        let body = '';
        response.on('data', (chunk: Buffer) => (body += chunk.toString()));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
      });
      sent.on('error', reject);
      sent.end();
    });
  const pathOf = (link: string): string => new URL(link).pathname + new URL(link).search;
  const logIn = async (): Promise<string> => {
    const { headers } = await get(pathOf(server.loginLink()));
    return headers['set-cookie']?.[0]?.split(';')[0] ?? '';
  };
  /** The status with which an upgrade was refused, or the open socket. */
  const upgrade = (headers: Record<string, string>): Promise<WebSocket | number> =>
    new Promise((resolve) => {
      const socket = new WebSocket(`${server.url.replace('http', 'ws')}wire`, { headers });
      socket.on('open', () => resolve(socket));
      socket.on('unexpected-response', (_, { statusCode }) => {
        resolve(statusCode ?? 0);
        socket.terminate();
      });
      socket.on('error', () => undefined);
    });
  const origin = (): string => server.url.slice(0, -1);

  it('shows nobody the app without a session, and says how to get one', async () => {
    const { status, body, headers } = await get('/');
    expect(status).toBe(401);
    expect(body).toContain('Press Enter');
    expect(body).not.toContain('the app');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect((await get('/assets/app.js')).status).toBe(401);
  });

  it('logs in by a link, once', async () => {
    const link = pathOf(server.loginLink());
    const { headers, body } = await get(link);
    expect(headers['set-cookie']?.[0]).toMatch(/^wheelhouse-\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/; Max-Age=43200$/);
    expect(body).toContain('http-equiv="refresh"');
    const cookie = headers['set-cookie']?.[0]?.split(';')[0] ?? '';
    expect(await get('/', { cookie })).toMatchObject({ status: 200, body: 'the app' });
    const again = await get(link);
    expect(again.status).toBe(403);
    expect(again.headers['set-cookie']).toBeUndefined();
  });

  it('refuses a link that is older than five minutes', async () => {
    const link = pathOf(server.loginLink());
    at += 5 * 60_000;
    expect((await get(link)).status).toBe(403);
  });

  it('ends a session after twelve hours', async () => {
    const cookie = await logIn();
    at += 12 * 60 * 60_000 - 1;
    expect((await get('/', { cookie })).status).toBe(200);
    at += 1;
    expect((await get('/', { cookie })).status).toBe(401);
  });

  it('slows guessing down without locking the operator out', async () => {
    const guesses = [];
    for (let guess = 0; guess < 12; guess += 1) guesses.push((await get(`/login?token=${guess}`)).status);
    expect(guesses.slice(9)).toEqual([403, 429, 429]);
    expect(await get('/', { cookie: await logIn() })).toMatchObject({ status: 200 });
    at += 60_000;
    expect((await get('/login?token=x')).status).toBe(403);
  });

  it.each(['evil.example', 'evil.example:7391', '127.0.0.1'])('answers no request for the host %j (DNS rebinding)', async (host) => {
    expect((await get('/', { host, cookie: await logIn() })).status).toBeGreaterThanOrEqual(400);
  });

  it('knows GET alone, and no address beyond its files', async () => {
    const cookie = await logIn();
    expect((await get('/', { cookie }, 'POST')).status).toBe(405);
    expect((await get('/../server.ts', { cookie })).status).toBe(404);
    expect((await get('http://evil.example/', { cookie })).status).toBe(403);
  });

  it('survives a page that cannot be read', async () => {
    expect((await get('/broken', { cookie: await logIn() })).status).toBe(500);
    expect(defects).toHaveLength(1);
    expect((await get('/', { cookie: await logIn() })).status).toBe(200);
  });

  it('carries the wire for a browser with a session, from our own page', async () => {
    const socket = await upgrade({ cookie: await logIn(), origin: origin() });
    if (typeof socket === 'number') throw new Error(`refused with ${socket}`);
    const { client, close, closed } = connect({ transport: socketTransport(socket), contract });
    expect(await client.app.echo('hello')).toEqual({ ok: true, value: 'hello' });
    expect(peers).toMatchObject([{ kind: 'browser' }]);
    close();
    await closed.catch(() => undefined);
  });

  it('refuses the wire to other pages, other hosts and strangers', async () => {
    const cookie = await logIn();
    expect(await upgrade({ cookie, origin: 'http://evil.example' })).toBe(403);
    expect(await upgrade({ cookie })).toBe(403);
    expect(await upgrade({ cookie, origin: 'null' })).toBe(403);
    expect(await upgrade({ cookie, origin: 'http://evil.example', host: 'evil.example' })).toBe(403);
    expect(await upgrade({ cookie, origin: origin().replace('http', 'https') })).toBe(403);
    expect(await upgrade({ origin: origin() })).toBe(401);
    expect(await upgrade({ origin: origin(), cookie: `${cookie}x` })).toBe(401);
    expect(peers).toEqual([]);
  });

  it('cuts off a peer whose message is far too long', async () => {
    const socket = await upgrade({ cookie: await logIn(), origin: origin() });
    if (typeof socket === 'number') throw new Error(`refused with ${socket}`);
    const closed = new Promise<number>((resolve) => socket.on('close', resolve));
    socket.send('x'.repeat(5 * 1024 * 1024));
    expect(await closed).toBe(1009);
  });

  it('says goodbye to its browsers when it ends', async () => {
    const socket = await upgrade({ cookie: await logIn(), origin: origin() });
    if (typeof socket === 'number') throw new Error(`refused with ${socket}`);
    const closed = new Promise<number>((resolve) => socket.on('close', resolve));
    await server.close();
    expect(await closed).toBe(1001);
  });
});

describe('starting a bastion server', () => {
  const common = { tls: null, pages, serve: () => undefined, onDefect: () => undefined };

  it('refuses to be reached by others without TLS', async () => {
    await expect(startBastionServer({ ...common, host: '0.0.0.0', port: 0 })).rejects.toMatchObject({
      code: 'PRECONDITION',
      message: expect.stringContaining('--tls-cert'),
    });
  });

  it('says that the port it was asked for is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    await expect(startBastionServer({ ...common, host: '127.0.0.1', port })).rejects.toMatchObject({ message: expect.stringContaining(`Port ${port}`) });
    other.close();
  });
});
