import { describe, expect, it } from 'vitest';
import { clientOf } from './testing/client';
import { sendJson, sendStatus, startServer } from './testing/server';

const check = { verb: 'patch', group: 'apps', resource: 'deployments', namespace: 'prod' };

describe('asking for permissions', () => {
  it('asks once for all who want to know, and remembers the answer', async () => {
    const server = await startServer((_, response) => sendJson(response, 201, { status: { allowed: false, reason: 'no RBAC' } }));
    const client = await clientOf({ server: server.url });
    const answers = await Promise.all([client.can(check), client.can({ ...check }), client.can({ ...check, verb: 'get' })]);
    expect(answers[0]).toEqual({ allowed: false, reason: 'no RBAC' });
    await client.can(check);
    expect(server.received.map(({ body }) => (JSON.parse(body.toString()) as { spec: unknown }).spec)).toEqual([
      { resourceAttributes: check },
      { resourceAttributes: { ...check, verb: 'get' } },
    ]);
  });

  it('does not remember a failure, and one who goes away does not end the question of another', async () => {
    const server = await startServer((_, response) => sendStatus(response, 500));
    const client = await clientOf({ server: server.url });
    await expect(client.can(check)).rejects.toMatchObject({ code: 'UPSTREAM' });
    server.answer = (_, response) => sendJson(response, 201, { status: { allowed: true } });
    const controller = new AbortController();
    const [gone, stays] = [client.can(check, controller.signal), client.can(check)];
    controller.abort();
    await expect(gone).rejects.toMatchObject({ code: 'ABORTED' });
    expect(await stays).toEqual({ allowed: true, reason: '' });
  });

  it('speaks protobuf to an API server that crashes on reviews in JSON', async () => {
    const server = await startServer((request, response) => {
      if (request.headers['content-type'] === 'application/json') response.socket?.destroy();
      else sendJson(response, 201, { status: { allowed: true } });
    });
    const client = await clientOf({ server: server.url });
    const name = 'n'.repeat(200);
    expect(await client.can({ ...check, name })).toEqual({ allowed: true, reason: '' });
    expect(await client.can(check)).toEqual({ allowed: true, reason: '' });
    expect(server.received.map(({ headers }) => headers['content-type'])).toEqual(['application/json', ...Array<string>(2).fill('application/vnd.kubernetes.protobuf')]);
    const bytes = server.received[1]?.body.toString('latin1') ?? '';
    expect(bytes.startsWith('k8s\0')).toBe(true);
    // Field 7 with a length that takes two bytes.
    expect(bytes).toContain(`:\xc8\x01${name}`);
  });

  it('answers also those whose review in JSON was still on its way when another found that out', async () => {
    const waiting: (() => void)[] = [];
    const server = await startServer((request, response) => {
      if (request.headers['content-type'] === 'application/json') waiting.push(() => response.socket?.destroy());
      else sendJson(response, 201, { status: { allowed: true } });
    });
    const client = await clientOf({ server: server.url });
    const questions = [client.can(check), client.can({ ...check, verb: 'get' })];
    await expect.poll(() => waiting.length).toBe(2);
    for (const [index, question] of questions.entries()) {
      waiting[index]?.();
      expect(await question).toEqual({ allowed: true, reason: '' });
    }
  });
});
