import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { Duplex } from 'node:stream';
import { connect } from 'node:tls';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import type { Pod } from '../../objects/workloads';
import { createAuthority } from '../../pki/certificates';
import { createRandom } from '../../random/random';
import { createStatistics } from '../statistics';
import { startControlled, until, type Controlled } from '../testing/controlled';
import { faultSchema, type FaultDraft } from './fault';
import { createFaults, type Faults } from './registry';
import { createSiteFaults, type SiteFaults } from './siteFaults';

interface Dialled {
  write(text: string): void;
  /** All that came so far. */
  readonly heard: string;
  readonly isClosed: boolean;
}

/** Says one request on a connection of its own and reads what comes. */
function dial(port: number, head: readonly string[]): Dialled {
  const dialled = { heard: '', isClosed: false, write: (text: string) => void socket.write(text) };
  const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false }, () => socket.write(`${[...head, 'Host: x', '', ''].join('\r\n')}`));
  socket.setEncoding('utf8').on('data', (text: string) => (dialled.heard += text));
  socket.on('error', () => (dialled.isClosed = true)).on('close', () => (dialled.isClosed = true));
  onTestFinished(() => void socket.destroy());
  return dialled;
}

describe('a fault of a log that is followed', () => {
  let site: Controlled;
  let path: string;
  let token: string;
  beforeAll(async () => {
    site = await startControlled();
    const draft = { metadata: { name: 'talker' }, spec: { containers: [{ name: 'main', image: `${site.running.registry}/apps/uuid:v1.0.0.0` }] } };
    await site.admin.call('POST', '/api/v1/namespaces/t/pods', draft);
    const isRunning = async () => ((await site.admin.call('GET', '/api/v1/namespaces/t/pods/talker')).body as unknown as Pod).status.phase === 'Running';
    await until(isRunning);
    path = '/api/v1/namespaces/t/pods/talker/log?follow=true';
    token = (parse(await readFile(site.running.developerKubeconfig, 'utf8')) as { users: [{ user: { token: string } }] }).users[0].user.token;
  });
  afterAll(() => site.close());
  beforeEach(() => site.calm());

  /** A log that has begun to come. */
  const following = async () => {
    const log = dial(Number(new URL(site.running.server).port), [`GET ${path} HTTP/1.1`, `Authorization: Bearer ${token}`]);
    await until(() => log.heard.includes('\r\n\r\n') && log.heard.split('\n').length > 8);
    return log;
  };
  const more = async (log: Dialled) => {
    const { length } = log.heard;
    // The program says something now and then: an hour of it is enough.
    await site.control.call('clock', { advanceMs: 3_600_000 });
    await until(() => log.heard.length > length);
  };

  it.each(['close', 'reset'] as const)('cuts it (%s)', async (how) => {
    const log = await following();
    await site.control.fault({ type: 'cut', how, scope: { resources: ['pods/log'] } });
    await until(() => log.isClosed);
    expect(log.heard).not.toMatch(/\r\n0\r\n\r\n$/);
  });

  it('ends it in good order', async () => {
    const log = await following();
    await site.control.fault({ type: 'cut', how: 'end', scope: { resources: ['pods/*'] } });
    await until(() => log.heard.endsWith('\r\n0\r\n\r\n'));
  });

  it('lets a cut of watches pass', async () => {
    const log = await following();
    await site.control.fault({ type: 'cut' });
    await more(log);
    expect(log.isClosed).toBe(false);
  });

  it('leaves it half open, and a later one is whole', async () => {
    const log = await following();
    await site.control.fault({ type: 'halfOpen', scope: { resources: ['pods/log'] } });
    const { heard } = log;
    await site.control.clear();
    await more(await following());
    expect([log.heard, log.isClosed]).toEqual([heard, false]);
  });

  it('truncates it after so many bytes', async () => {
    await site.control.fault({ type: 'truncate', afterBytes: 40, how: 'reset', count: 1 });
    const log = dial(Number(new URL(site.running.server).port), [`GET ${path} HTTP/1.1`, `Authorization: Bearer ${token}`]);
    await until(() => log.isClosed);
    expect(log.heard).not.toMatch(/\r\n0\r\n\r\n$/);
  });
});

/** An echo in place of exec: any protocol that takes a connection over goes the same way. */
describe('a fault of a stream', () => {
  let server: Server;
  let faults: Faults;
  let siteFaults: SiteFaults;
  let port: number;
  beforeAll(async () => {
    const authority = await createAuthority();
    const { certificate: cert, key } = await authority.serverIdentity();
    faults = createFaults(createRandom(1));
    siteFaults = createSiteFaults({ site: 'echo', faults, statistics: createStatistics(), random: createRandom(1), revision: () => 1, now: Date.now });
    server = createServer({ cert, key });
    server.on('upgrade', (request, socket: Duplex) => {
      const serve = () => {
        socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
        socket.pipe(socket);
      };
      socket.on('error', () => undefined);
      void siteFaults.upgrade(request, socket, () => 'someone', serve);
    });
    port = await siteFaults.listen(server, 0);
  });
  afterAll(() => siteFaults.close());
  beforeEach(() => void faults.clear());

  const set = (fault: FaultDraft) => faults.add(faultSchema.parse(fault));
  const start = () => dial(port, ['POST /api/v1/namespaces/t/pods/p/exec?command=sh HTTP/1.1', 'Connection: Upgrade', 'Upgrade: echo']);
  const opened = async () => {
    const stream = start();
    await until(() => stream.heard.includes('101 Switching'));
    stream.write('hello');
    await until(() => stream.heard.endsWith('hello'));
    return stream;
  };
  const ofExec: FaultDraft['scope'] = { resources: ['pods/exec'] };

  it.each(['end', 'close', 'reset'] as const)('cuts it (%s)', async (how) => {
    const stream = await opened();
    set({ type: 'cut', how, scope: ofExec });
    await until(() => stream.isClosed);
    expect((await opened()).isClosed).toBe(false);
  });

  it('leaves it half open', async () => {
    const stream = await opened();
    set({ type: 'halfOpen', scope: ofExec });
    const { heard } = stream;
    stream.write('are you there?');
    faults.clear();
    await opened();
    expect([stream.heard, stream.isClosed]).toEqual([heard, false]);
  });

  it('refuses to begin it, in words', async () => {
    set({ type: 'error', code: 503, scope: ofExec, count: 1 });
    const stream = start();
    await until(() => stream.isClosed);
    expect(stream.heard).toMatch(/^HTTP\/1\.1 503 Service Unavailable\r\n[^]*"reason":"ServiceUnavailable"/);
    await opened();
  });

  it('lets it trickle', async () => {
    const stream = await opened();
    set({ type: 'slow', bytesPerSecond: 100, scope: ofExec });
    const { length } = stream.heard;
    stream.write('x'.repeat(100_000));
    await until(() => stream.heard.length > length);
    expect(stream.heard.length - length).toBeLessThan(1000);
    faults.clear();
    await until(() => stream.heard.length - length === 100_000);
  });
});
