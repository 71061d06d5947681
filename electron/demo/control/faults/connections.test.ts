import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestClient } from '../../testing/bareClient';
import type { ControlClient } from '../client';
import { follow, startControlled, until, type Controlled } from '../testing/controlled';

const configMaps = '/api/v1/namespaces/t/configmaps';

describe('a fault of connections', () => {
  let site: Controlled;
  let admin: TestClient;
  let control: ControlClient;
  const sockets: Socket[] = [];
  beforeAll(async () => {
    site = await startControlled();
    ({ admin, control } = site);
  });
  afterAll(() => site.close());
  beforeEach(() => site.calm());
  afterEach(() => sockets.splice(0).forEach((socket) => socket.destroy()));

  const port = () => Number(new URL(site.running.server).port);
  /** A TLS connection of its own. */
  const dial = (): { socket: TLSSocket; isSecure: () => boolean; isClosed: () => boolean } => {
    let [secure, closed] = [false, false];
    const socket = connectTls({ host: '127.0.0.1', port: port(), rejectUnauthorized: false }, () => (secure = true));
    socket.on('error', () => (closed = true)).on('close', () => (closed = true));
    // Unread, its end would not be noticed.
    socket.resume();
    sockets.push(socket);
    return { socket, isSecure: () => secure, isClosed: () => closed };
  };
  const works = async () => (await admin.call('GET', configMaps)).code === 200;
  const codeOfFailure = (promise: Promise<unknown>) => promise.then(() => 'none', (error: NodeJS.ErrnoException) => error.code);

  it('refuses connections, cuts those that are open, and is back on the same port', async () => {
    const before = port();
    const watch = follow(admin, `${configMaps}?watch=1`);
    await until(async () => (await control.call('report', {})).watches.length === 1);
    await control.fault({ type: 'refuse' });
    await until(() => watch.ended === 'error');
    expect(await codeOfFailure(admin.call('GET', configMaps))).toBe('ECONNREFUSED');
    expect(await codeOfFailure(admin.call('GET', configMaps))).toBe('ECONNREFUSED');
    await control.clear();
    expect([await works(), port()]).toEqual([true, before]);
  });

  it('refuses for a time only', async () => {
    await control.fault({ type: 'refuse', forMs: 50 });
    await until(async () => works().catch(() => false));
  });

  it('refuses new connections and keeps those that are open', async () => {
    const watch = follow(admin, `${configMaps}?watch=1`);
    await until(async () => (await control.call('report', {})).watches.length === 1);
    await control.fault({ type: 'refuse', open: 'keep' });
    const stranger = connect(port(), '127.0.0.1');
    const code = await new Promise((resolve) => stranger.on('error', (error: NodeJS.ErrnoException) => resolve(error.code)));
    expect([code, watch.ended]).toEqual(['ECONNREFUSED', null]);
    await control.clear();
    expect(await works()).toBe(true);
    await control.fault({ type: 'cut' });
    await until(() => watch.ended !== null);
  });

  it('accepts a connection and delays the handshake', async () => {
    await control.fault({ type: 'slowTls', ms: 3_600_000 });
    const waiting = dial();
    await new Promise<void>((resolve) => waiting.socket.once('connect', () => resolve()));
    await control.clear();
    await control.fault({ type: 'slowTls', ms: 10 });
    const late = dial();
    await until(late.isSecure);
    expect([waiting.isSecure(), waiting.isClosed()]).toEqual([false, false]);
  });

  it('accepts new connections and stays silent, and says nothing more on old ones', async () => {
    await works();
    const old = dial();
    await until(old.isSecure);
    const watch = follow(admin, `${configMaps}?watch=1`);
    await until(async () => (await control.call('report', {})).watches.length === 1);
    const heard = watch.events.length;
    await control.fault({ type: 'halfOpen' });
    const fresh = dial();
    await new Promise<void>((resolve) => fresh.socket.once('connect', () => resolve()));
    old.socket.write('GET /version HTTP/1.1\r\nHost: x\r\n\r\n');
    let answer = '';
    old.socket.on('data', (data: Buffer) => (answer += data.toString()));
    let isAnswered = false;
    const waiting = admin.call('GET', configMaps).finally(() => (isAnswered = true));
    waiting.catch(() => undefined);
    site.running.site.store.compact();
    await control.clear();
    // A connection that is made now is served, which takes longer than any of the others would have needed.
    const stranger = dial();
    await until(stranger.isSecure);
    stranger.socket.write('GET /version HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    await until(stranger.isClosed);
    expect([answer, isAnswered, fresh.isSecure(), watch.events.length]).toEqual(['', false, false, heard]);
    expect([old.isClosed(), fresh.isClosed(), watch.ended]).toEqual([false, false, null]);
  });

  it('cannot be about requests', async () => {
    await expect(control.fault({ type: 'refuse', scope: { verbs: ['list'] } })).rejects.toThrow('scope: comes before anybody knows what is asked: only a site can be its scope');
    await expect(control.fault({ type: 'slowTls', ms: 1, count: 3 })).rejects.toThrow('count: holds for all connections');
  });
});

describe('the port of an API server', () => {
  it('is given back when the site ends while it is refused', async () => {
    const site = await startControlled();
    const port = Number(new URL(site.running.server).port);
    await site.control.fault({ type: 'refuse' });
    await site.close();
    const server = createServer();
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
    await new Promise((resolve) => server.close(resolve));
  });
});
