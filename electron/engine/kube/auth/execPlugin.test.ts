import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, afterEach, describe, expect, it, vi } from 'vitest';
import { sentenceText } from '@shared/sentences/sentence';
import { isAppError, type AppError } from '@shared/errors/appError';
import { clientOf } from '../testing/client';
import { sendJson, sendStatus, startServer } from '../testing/server';
import { execSchema, type ExecEntry } from '../kubeconfig/schema';
import { clusterSchema } from '../kubeconfig/schema';
import { execPlugin, type ExecPluginDeps } from './execPlugin';
import { createLoginPath } from './loginShell';

const apiVersion = 'client.authentication.k8s.io/v1';
const never = new AbortController().signal;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'wheelhouse-exec-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A plugin on the PATH of these tests, as a shell script. */
const script = async (name: string, body: string): Promise<void> => {
  await writeFile(path.join(folder, name), `#!/bin/sh\n${body}\n`);
  await chmod(path.join(folder, name), 0o755);
};
const credential = (status: object): string => JSON.stringify({ apiVersion, kind: 'ExecCredential', status });
const entry = (fields: Partial<ExecEntry> & { command: string }): ExecEntry => execSchema.parse({ apiVersion, ...fields });
const deps = (more: Partial<ExecPluginDeps> = {}): ExecPluginDeps => ({
  loginPath: async () => `${folder}:${process.env.PATH}`,
  environment: {},
  registerSecret: () => undefined,
  ...more,
});
const source = (fields: Partial<ExecEntry> & { command: string }, more: Partial<ExecPluginDeps> = {}) =>
  execPlugin(entry(fields), clusterSchema.parse({ server: 'https://api' }), deps(more));
/** A killed process is gone, or a zombie that nobody has collected yet. */
const hasEnded = (pid: number): Promise<boolean> =>
  vi.waitUntil(async () => ['gone', 'Z', 'X'].includes(await readFile(`/proc/${pid}/stat`, 'utf8').then((stat) => stat.split(' ')[2] ?? '', () => 'gone')), 5000);
const failureOf = async (work: Promise<unknown>): Promise<AppError> => {
  const error: unknown = await work.then(() => null, (reason: unknown) => reason);
  if (!isAppError(error)) throw new Error('expected an AppError', { cause: error });
  return error;
};

describe('an exec plugin', () => {
  it('gives its token, is asked once for all who wait, and its token is registered as secret', async () => {
    await script('login', `echo run >> '${folder}/runs'; echo '${credential({ token: 'plugin-token' })}'`);
    const secrets: string[] = [];
    const plugin = source({ command: 'login' }, { registerSecret: (secret) => secrets.push(secret) });
    const [one, two] = await Promise.all([plugin.get(never), plugin.get(never)]);
    expect(one.headers).toEqual({ authorization: 'Bearer plugin-token' });
    expect(await plugin.get(never)).toBe(two);
    expect(await readFile(`${folder}/runs`, 'utf8')).toBe('run\n');
    expect(secrets).toEqual(['plugin-token']);
  });

  it('is told about the cluster and gets its arguments and environment', async () => {
    await script('login', `printf '%s' "$KUBERNETES_EXEC_INFO" > '${folder}/info'; printf '{"apiVersion":"${apiVersion}","kind":"ExecCredential","status":{"token":"%s-%s"}}' "$1" "$REGION"`);
    const plugin = source({ command: 'login', args: ['arg'], env: [{ name: 'REGION', value: 'eu' }], provideClusterInfo: true });
    expect((await plugin.get(never)).headers).toEqual({ authorization: 'Bearer arg-eu' });
    expect(JSON.parse(await readFile(`${folder}/info`, 'utf8'))).toEqual({
      apiVersion,
      kind: 'ExecCredential',
      spec: { interactive: false, cluster: { server: 'https://api', 'insecure-skip-tls-verify': false } },
    });
  });

  it('is asked again when what it gave has expired', async () => {
    await script('login', `echo run >> '${folder}/runs'; echo '${credential({ token: 't', expirationTimestamp: '2020-01-01T00:00:00Z' })}'`);
    const plugin = source({ command: 'login' });
    await plugin.get(never);
    await plugin.get(never);
    expect(await readFile(`${folder}/runs`, 'utf8')).toBe('run\nrun\n');
  });

  it('that is absent shows its install hint', async () => {
    const error = await failureOf(source({ command: 'no-such-login', installHint: 'Install it from https://example.com' }).get(never));
    expect(error).toMatchObject({ code: 'EXEC_PLUGIN', data: { command: 'no-such-login', installHint: 'Install it from https://example.com' } });
    expect(error.message).toContain('Install it from https://example.com');
    expect((await failureOf(source({ command: 'no-such-login' }).get(never))).sentence?.key).toBe('credential.pluginAbsent');
  });

  it('that may not be run says so', async () => {
    await script('login', 'true');
    await chmod(path.join(folder, 'login'), 0o644);
    expect((await failureOf(source({ command: path.join(folder, 'login') }).get(never))).sentence?.key).toBe('credential.pluginDenied');
  });

  it('that hangs is killed with its children', async () => {
    await script('login', `sleep 600 & echo $! > '${folder}/child'; wait`);
    const error = await failureOf(source({ command: 'login' }, { timeoutMs: 300 }).get(never));
    expect(error.sentence?.key).toBe('credential.pluginTimeout');
    await hasEnded(Number(await readFile(`${folder}/child`, 'utf8')));
  });

  it('is ended with the client that asked for it', async () => {
    await script('login', `echo $$ > '${folder}/pid'; exec sleep 600`);
    const client = await clientOf({ server: 'http://127.0.0.1:9' }, { exec: entry({ command: path.join(folder, 'login') }) });
    const refused = failureOf(client.request({ path: '/' }));
    const pid = await vi.waitUntil(() => readFile(`${folder}/pid`, 'utf8').then(Number, () => 0));
    client.close();
    await refused;
    await hasEnded(pid);
  });

  it.each([
    ['text', 'echo my-secret-token'],
    ['JSON of another kind', `echo '{"kind":"Secret","token":"my-secret-token"}'`],
    ['nothing', 'true'],
  ])('that prints %s gets a clear sentence without its output', async (_, body) => {
    await script('login', body);
    const error = await failureOf(source({ command: 'login' }).get(never));
    expect(error.sentence?.key).toBe('credential.pluginRubbish');
    expect(JSON.stringify(error.toShape()) + String(error.cause)).not.toContain('my-secret-token');
  });

  it('of another version, without any credential, or that needs a terminal says so', async () => {
    await script('old', `echo '{"apiVersion":"client.authentication.k8s.io/v1alpha1","kind":"ExecCredential"}'`);
    await script('empty', `echo '${credential({})}'`);
    expect((await failureOf(source({ command: 'old' }).get(never))).sentence?.key).toBe('credential.pluginVersion');
    expect((await failureOf(source({ command: 'empty' }).get(never))).sentence?.key).toBe('credential.pluginEmpty');
    expect((await failureOf(source({ command: 'empty', interactiveMode: 'Always' }).get(never))).sentence?.key).toBe('credential.pluginInteractive');
  });

  it('that fails is quoted without anything that looks like a token', async () => {
    await script('login', `printf 'session expired \\033[31m ${'A1b2'.repeat(12)} run: aws sso login\\n' >&2; exit 3`);
    const { sentence } = await failureOf(source({ command: 'login' }).get(never));
    expect(sentence && sentenceText(sentence)).toBe('The credential plugin login failed with exit code 3: session expired  [31m … run: aws sso login');
    await script('silent', 'exit 4');
    expect((await failureOf(source({ command: 'silent' }).get(never))).sentence?.key).toBe('credential.pluginFailedSilently');
  });

  it('is run again when the server refuses its token, and not once more when that one is refused too', async () => {
    await script('login', `echo run >> '${folder}/runs'; printf '{"apiVersion":"${apiVersion}","kind":"ExecCredential","status":{"token":"t%s"}}' "$(wc -l < '${folder}/runs')"`);
    const server = await startServer((request, response) => {
      if (request.headers.authorization === 'Bearer t2') sendJson(response, 200, {});
      else sendStatus(response, 401);
    });
    const client = await clientOf({ server: server.url }, { exec: entry({ command: path.join(folder, 'login') }) });
    expect(await client.request({ path: '/' })).toEqual({});
    server.answer = (_, response) => sendStatus(response, 401);
    await expect(client.request({ path: '/' })).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await readFile(`${folder}/runs`, 'utf8')).toBe('run\nrun\n');
  });
});

describe('the PATH of the login shell', () => {
  it('is what the shell says, before that of this process, and asked once', async () => {
    await script('shell', `echo run >> '${folder}/runs'; echo hello; PATH=/opt/tools:/usr/bin:/bin; export PATH; eval "$4"`);
    const loginPath = createLoginPath({ SHELL: path.join(folder, 'shell'), PATH: '/bin:/sbin' });
    expect(await loginPath()).toBe('/opt/tools:/usr/bin:/bin:/sbin');
    await loginPath();
    expect(await readFile(`${folder}/runs`, 'utf8')).toBe('run\n');
  });

  it('is that of this process where no shell answers', async () => {
    expect(await createLoginPath({ SHELL: '/no/such/shell', PATH: '/bin' })()).toBe('/bin');
    expect(await createLoginPath({ PATH: '/bin' })()).toBe('/bin');
  });
});
