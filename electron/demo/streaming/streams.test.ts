import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { request } from 'node:https';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Pod } from '../objects/workloads';
import { credentialsOf, type Kubeconfig } from '../testing/bareClient';
import { openChannels } from '../testing/bareSocket';
import { startTestSite, watchUntil, type TestSite } from '../testing/client';
import { createConnection, type SpdyConnection } from './spdy/connection';

const pods = '/api/v1/namespaces/t/pods';

describe('streams over SPDY', () => {
  let site: TestSite;
  beforeAll(async () => {
    site = await startTestSite();
    await site.admin.call('POST', pods, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { containers: [{ name: 'web', image: site.image('v1.0.0.0') }] } });
    await watchUntil<Pod>(site.admin, pods, 'web', ({ status }) => status.containerStatuses?.[0]?.ready === true);
  });
  afterAll(() => site.close());

  const connect = async (path: string, protocol: string): Promise<SpdyConnection> => {
    const { server, token: _token, ...tls } = credentialsOf(parse(await readFile(site.running.kubeconfig, 'utf8')) as Kubeconfig);
    const outgoing = request(`${server}${pods}/web/${path}`, { ...tls, method: 'POST', headers: { Connection: 'Upgrade', Upgrade: 'SPDY/3.1', 'X-Stream-Protocol-Version': protocol } });
    outgoing.end();
    const [response, socket] = (await once(outgoing, 'upgrade')) as [IncomingMessage, Duplex];
    expect(response.headers['x-stream-protocol-version']).toBe(protocol.split(', ').at(-1));
    return createConnection(socket, { role: 'client', flowControl: false });
  };
  const textOf = async (stream: Duplex) => {
    let text = '';
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
    await once(stream, 'end');
    return text;
  };

  it('run a command that reads to the end of its input', async () => {
    const connection = await connect('exec?command=sh&command=-c&command=wc%20-c;exit%203&stdin=1&stdout=1', 'v4.channel.k8s.io');
    const [error, stdin, stdout] = ['error', 'stdin', 'stdout'].map((streamType) => connection.open({ streamType }).body) as [Duplex, Duplex, Duplex];
    stdin.end(Buffer.alloc(1_000_000, 'x'));
    const [output, status] = await Promise.all([textOf(stdout), textOf(error)]);
    expect(output).toBe('1000000\n');
    expect(JSON.parse(status)).toMatchObject({ reason: 'NonZeroExitCode', details: { causes: [{ message: '3' }] } });
    await connection.close();
    await connection.closed;
  });

  it('take the first protocol they know', async () => {
    const connection = await connect('exec?command=true&stdout=1', 'v9.nope, v4.channel.k8s.io');
    await connection.close();
  });

  it('forward several connections at once', async () => {
    const connection = await connect('portforward', 'portforward.k8s.io');
    const answers = ['1', '2'].map((requestID) => {
      const error = connection.open({ streamType: 'error', port: '30001', requestID }).body;
      const data = connection.open({ streamType: 'data', port: '30001', requestID }).body;
      error.end();
      data.write('GET /status HTTP/1.0\r\n\r\n');
      return textOf(data);
    });
    for (const answer of await Promise.all(answers)) expect(answer).toContain('version=v1.0.0.0');
    await connection.close();
  });

  it('close the input over WebSocket in protocol v5', async () => {
    const talk = await openChannels(site.running.kubeconfig, `${pods}/web/exec?command=wc&command=-c&stdin=1&stdout=1`, ['v5.channel.k8s.io', 'v4.channel.k8s.io']);
    expect(talk.protocol).toBe('v5.channel.k8s.io');
    talk.send(0, 'hello');
    talk.send(255, '\0');
    await talk.closed;
    expect(talk.channel(1)).toBe('5\n');
  });

  it('end with their container', async () => {
    const talk = await openChannels(site.running.kubeconfig, `${pods}/web/exec?command=sh&command=-c&command=kill%201;sleep%20100&stdout=1`);
    await talk.closed;
    expect(JSON.parse(talk.channel(3))).toMatchObject({ details: { causes: [{ reason: 'ExitCode', message: '137' }] } });
  });
});
