import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { base64, clientOf } from '../testing/client';
import { createAuthority, createSelfSigned } from '../testing/certificates';
import { sendJson, sendStatus, startServer } from '../testing/server';

const hour = 3_600_000;
const caOf = (cert: string) => ({ 'certificate-authority-data': base64(cert) });
const temporary = async (): Promise<string> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'wheelhouse-client-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
};

describe('a client over TLS', () => {
  it('sends the credential, keeps the socket and reads packed JSON', async () => {
    const authority = await createAuthority();
    const server = await startServer((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"a":1}')), await authority.issue());
    const client = await clientOf({ server: `${server.url}/base`, ...caOf(authority.cert) }, { token: 'my-token', as: 'somebody', 'as-groups': ['a', 'b'] });
    expect(await client.request({ path: '/version', query: { limit: 5, continue: undefined } })).toEqual({ a: 1 });
    expect(await client.request({ path: '/version' })).toEqual({ a: 1 });
    expect(server.received[0]).toMatchObject({
      url: '/base/version?limit=5',
      headers: { authorization: 'Bearer my-token', 'impersonate-user': 'somebody', 'impersonate-group': 'a, b' },
    });
    expect(server.opened()).toBe(1);
    expect(Math.abs(client.clockSkewMs() ?? Infinity)).toBeLessThan(60_000);
    expect((await client.certificates()).server).toBeGreaterThan(Date.now());
  });

  it.each([
    ['expired', { notBefore: new Date(Date.now() - 2 * hour), notAfter: new Date(Date.now() - hour) }, 'certificate.expired'],
    ['not valid yet', { notBefore: new Date(Date.now() + hour), notAfter: new Date(Date.now() + 2 * hour) }, 'certificate.notYetValid'],
    ['for another host', { names: ['other.example'] }, 'certificate.wrongHost'],
  ])('explains a certificate that is %s', async (_, issue, key) => {
    const authority = await createAuthority();
    const server = await startServer((_request, response) => sendJson(response, 200, {}), await authority.issue(issue));
    const client = await clientOf({ server: server.url, ...caOf(authority.cert) });
    await expect(client.request({ path: '/' })).rejects.toMatchObject({ code: 'CERTIFICATE', sentence: { key }, data: { host: `127.0.0.1:${server.port}` } });
  });

  it('explains a certificate of an unknown authority and a self-signed one', async () => {
    const [known, unknown] = await Promise.all([createAuthority(), createAuthority()]);
    const server = await startServer((_, response) => sendJson(response, 200, {}), await unknown.issue());
    const untrusted = await clientOf({ server: server.url, ...caOf(known.cert) });
    await expect(untrusted.request({ path: '/' })).rejects.toMatchObject({ code: 'CERTIFICATE', sentence: { key: 'certificate.untrusted' } });
    const alone = await startServer((_, response) => sendJson(response, 200, {}), await createSelfSigned());
    const selfSigned = await clientOf({ server: alone.url, ...caOf(known.cert) });
    await expect(selfSigned.request({ path: '/' })).rejects.toMatchObject({ code: 'CERTIFICATE', sentence: { key: 'certificate.selfSigned' } });
    const insecure = await clientOf({ server: alone.url, 'insecure-skip-tls-verify': true });
    expect(await insecure.request({ path: '/' })).toEqual({});
  });

  it('looks for tls-server-name in the certificate', async () => {
    const authority = await createAuthority();
    const server = await startServer((_, response) => sendJson(response, 200, {}), await authority.issue({ names: ['api.internal'] }));
    const client = await clientOf({ server: server.url, ...caOf(authority.cert), 'tls-server-name': 'api.internal' });
    expect(await client.request({ path: '/' })).toEqual({});
  });

  it('says that a client certificate and its key do not belong together', async () => {
    const authority = await createAuthority();
    const [one, two] = [await authority.issue(), await authority.issue()];
    const server = await startServer((_, response) => sendJson(response, 200, {}), one);
    const user = { 'client-certificate-data': base64(one.cert), 'client-key-data': base64(two.key) };
    const client = await clientOf({ server: server.url, ...caOf(authority.cert) }, user);
    await expect(client.request({ path: '/' })).rejects.toMatchObject({ code: 'CERTIFICATE', sentence: { key: 'certificate.clientInvalid' } });
  });

  it('names the user of the client certificate where the cluster cannot say who we are', async () => {
    const authority = await createAuthority();
    const own = await authority.issue({ subject: 'CN=jane, O=developers, O=ops' });
    const server = await startServer((_, response) => sendJson(response, 200, { groups: [] }), await authority.issue());
    const user = { 'client-certificate-data': base64(own.cert), 'client-key-data': base64(own.key) };
    const client = await clientOf({ server: server.url, ...caOf(authority.cert) }, user);
    expect(await client.identity()).toEqual({ username: 'jane', groups: ['developers', 'ops'] });
  });
});

describe('credentials', () => {
  it('reads a rotated token file again', async () => {
    const file = path.join(await temporary(), 'token');
    await writeFile(file, 'first-token\n');
    const server = await startServer((_, response) => sendJson(response, 200, {}));
    const secrets: string[] = [];
    const client = await clientOf({ server: server.url }, { tokenFile: file }, { registerSecret: (secret) => secrets.push(secret) });
    await client.request({ path: '/' });
    await writeFile(file, 'second-token\n');
    await client.request({ path: '/' });
    expect(server.received.map(({ headers }) => headers.authorization)).toEqual(['Bearer first-token', 'Bearer second-token']);
    expect(secrets).toEqual(['first-token', 'second-token']);
    await rm(file);
    await expect(client.request({ path: '/' })).rejects.toMatchObject({ code: 'KUBECONFIG_INVALID', sentence: { key: 'context.fileUnreadable' } });
    await writeFile(file, ' \n');
    await expect(client.request({ path: '/' })).rejects.toMatchObject({ code: 'UNAUTHENTICATED', sentence: { key: 'credential.tokenFileEmpty' } });
  });

  it('tells of a refused token at once, and sends a password as basic auth', async () => {
    const server = await startServer((_, response) => sendStatus(response, 401));
    const client = await clientOf({ server: server.url }, { username: 'u', password: 'p' });
    await expect(client.request({ path: '/' })).rejects.toMatchObject({ code: 'UNAUTHENTICATED', sentence: { params: { user: 'someone' } } });
    expect(server.received.map(({ headers }) => headers.authorization)).toEqual([`Basic ${base64('u:p')}`]);
  });
});

describe('requests', () => {
  it('waits as long as the server asks before it reads again, and never repeats a write', async () => {
    let answers = 0;
    const server = await startServer((_, response) => {
      answers += 1;
      if (answers === 2) sendJson(response, 200, { done: true });
      else sendStatus(response, 429, { message: 'too many' }, { 'retry-after': '0' });
    });
    const client = await clientOf({ server: server.url });
    expect(await client.request({ path: '/' })).toEqual({ done: true });
    await expect(client.request({ path: '/', method: 'POST', body: {} })).rejects.toMatchObject({ code: 'UPSTREAM', retryable: true, data: { status: 429, retryAfterMs: 0 } });
    expect(server.received).toHaveLength(3);
  });

  it('ends with TIMEOUT, and with ABORTED when the caller goes away', async () => {
    const server = await startServer(() => undefined);
    const client = await clientOf({ server: server.url });
    await expect(client.request({ path: '/', timeoutMs: 20 })).rejects.toMatchObject({ code: 'TIMEOUT', data: { timeoutMs: 20 } });
    const controller = new AbortController();
    const pending = client.request({ path: '/', signal: controller.signal });
    controller.abort();
    await expect(pending).rejects.toMatchObject({ code: 'ABORTED' });
  });

  it('says what is wrong when nobody listens, nobody has that name, or it is no API server', async () => {
    const gone = await clientOf({ server: 'http://127.0.0.1:1' });
    await expect(gone.request({ path: '/' })).rejects.toMatchObject({ code: 'UNREACHABLE', sentence: { key: 'connection.refused' } });
    const unknown = await clientOf({ server: 'https://does-not-exist.invalid' });
    await expect(unknown.request({ path: '/' })).rejects.toMatchObject({ code: 'UNREACHABLE', sentence: { key: 'connection.nameUnknown' } });
    const page = await startServer((_, response) => response.end('<html>log in</html>'));
    const client = await clientOf({ server: page.url });
    await expect(client.request({ path: '/' })).rejects.toMatchObject({ code: 'UPSTREAM', sentence: { key: 'connection.notKubernetes' } });
    const plain = await clientOf({ server: page.url.replace('http:', 'https:') });
    await expect(plain.request({ path: '/' })).rejects.toMatchObject({ code: 'UNREACHABLE', sentence: { key: 'connection.notTls' } });
  });

  it('sends a read again when the kept socket turns out to be closed', async () => {
    const server = await startServer((_, response) => sendJson(response, 200, {}));
    const client = await clientOf({ server: server.url });
    await client.request({ path: '/' });
    const [socket] = server.sockets;
    // Cut while the second request is on its way.
    server.answer = (_, response) => {
      server.answer = (_request, again) => sendJson(again, 200, { again: true });
      response.socket?.destroy();
    };
    expect(await client.request({ path: '/' })).toEqual({ again: true });
    expect(socket?.destroyed).toBe(true);
  });
});

describe('streams', () => {
  it('gives bytes as they come and closes the socket when the reader stops', async () => {
    const server = await startServer((_, response) => void response.writeHead(200).write('one'));
    const client = await clientOf({ server: server.url });
    const [socket, seen] = [() => [...server.sockets][0], [] as string[]];
    for await (const bytes of await client.stream({ path: '/', timeoutMs: 5000 })) {
      seen.push(Buffer.from(bytes).toString());
      break;
    }
    expect(seen).toEqual(['one']);
    const open = socket();
    if (open) await once(open, 'close');
    expect(server.sockets.size).toBe(0);
  });

  it('does not read ahead of its reader', async () => {
    const [chunk, total] = [Buffer.alloc(1024 * 1024), 128];
    let sent = 0;
    const server = await startServer((request, response) => {
      if (request.url !== '/big') return sendJson(response, 200, {});
      const more = (): void => {
        while (sent < total && response.write(chunk)) sent += 1;
        sent += 1;
        if (sent < total) response.once('drain', more);
        else response.end();
      };
      more();
    });
    const client = await clientOf({ server: server.url });
    const reader = (await client.stream({ path: '/big' }))[Symbol.asyncIterator]();
    await reader.next();
    // Time enough to read it all, were anybody reading.
    for (let turn = 0; turn < 50; turn += 1) await client.request({ path: '/' });
    expect(sent).toBeLessThan(total / 4);
    await reader.return?.();
  });

  it('throws ABORTED into a reader whose signal fires, and UNREACHABLE when the server cuts it', async () => {
    const server = await startServer((_, response) => void response.writeHead(200).write('one'));
    const client = await clientOf({ server: server.url });
    const controller = new AbortController();
    const read = async (signal?: AbortSignal, onFirst?: () => void): Promise<void> => {
      for await (const _ of await client.stream({ path: '/', signal })) onFirst?.();
    };
    await expect(read(controller.signal, () => controller.abort())).rejects.toMatchObject({ code: 'ABORTED' });
    await expect(read(undefined, () => server.sockets.forEach((socket) => socket.destroy()))).rejects.toMatchObject({ code: 'UNREACHABLE', sentence: { key: 'connection.broken' } });
  });
});
