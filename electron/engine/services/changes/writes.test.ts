import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '@shared/errors/appError';
import type { KubeClient, KubeObject, KubeRequest } from '@electron/engine/kube/types';
import type { Write } from './plan';
import { baseOf, contentHash, dryRun, writeOnto, type Stamp, type Target } from './writes';

/** One Deployment behind real HTTP, with the API server's rule for resource versions. */
const createSite = () => {
  let object: KubeObject = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'uuid', uid: 'u', resourceVersion: '10', generation: 1 }, spec: { replicas: 2 } };
  const patches: { url: string; contentType: string; body: Record<string, unknown> }[] = [];
  let beforePatch: () => void = () => undefined;
  const bump = (generation: boolean): void => {
    const { metadata } = object;
    object = { ...object, metadata: { ...metadata, resourceVersion: String(Number(metadata.resourceVersion) + 1), generation: (metadata.generation ?? 0) + (generation ? 1 : 0) } };
  };
  const answer = async (request: IncomingMessage): Promise<[number, unknown]> => {
    if (request.method === 'GET') return [200, object];
    const body = JSON.parse(await text(request)) as { metadata: { resourceVersion?: string; annotations?: Record<string, string> }; spec: object };
    beforePatch();
    patches.push({ url: request.url ?? '', contentType: request.headers['content-type'] ?? '', body });
    if (body.metadata.resourceVersion !== undefined && body.metadata.resourceVersion !== object.metadata.resourceVersion) return [409, {}];
    const after = { ...object, metadata: { ...object.metadata, annotations: body.metadata.annotations }, spec: { ...(object.spec as object), ...body.spec } };
    if (request.url?.includes('dryRun')) return [200, after];
    object = after;
    bump(true);
    return [200, object];
  };
  const server: Server = createServer((request, response) => {
    void answer(request).then(([status, body]) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  return { server, patches, bump, current: () => object, interfere: (with_: () => void) => (beforePatch = with_) };
};

const clientOf = (server: Server): KubeClient => {
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const request = async ({ method = 'GET', path, query = {}, body, contentType = 'application/json' }: KubeRequest): Promise<unknown> => {
    const url = new URL(path, origin);
    for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, String(value));
    const response = await fetch(url, { method, headers: { 'content-type': contentType, connection: 'close' }, body: body === undefined ? undefined : JSON.stringify(body) });
    if (response.status === 409) throw new AppError('CONFLICT', 'modified', {});
    return response.json();
  };
  return { request } as KubeClient;
};

const stamp: Stamp = { changeCause: 'why', changedBy: 'wheelhouse: ann', changeId: 'id', reuses: null };
const restart: Write = { target: 'object', changesTemplate: true, patch: { spec: { template: {} } } };
const { signal } = new AbortController();

let site: ReturnType<typeof createSite>;
let target: Target;
beforeEach(async () => {
  site = createSite();
  await new Promise<void>((resolve) => site.server.listen(0, '127.0.0.1', resolve));
  const resource = { group: 'apps', version: 'v1', apiVersion: 'apps/v1', kind: 'Deployment', plural: 'deployments', namespaced: true, verbs: [] };
  target = { client: clientOf(site.server), resource, namespace: 'shop', name: 'uuid' };
});
afterEach(() => new Promise<void>((resolve) => site.server.close(() => resolve())));

describe('a write', () => {
  it('is one patch on the version that was seen, under our name, with the story of the change', async () => {
    const after = await writeOnto(target, site.current(), restart, stamp, signal);
    expect(after.metadata.generation).toBe(2);
    expect(site.patches).toHaveLength(1);
    expect(site.patches[0]).toMatchObject({
      url: '/apis/apps/v1/namespaces/shop/deployments/uuid?fieldManager=wheelhouse',
      contentType: 'application/strategic-merge-patch+json',
      body: { metadata: { resourceVersion: '10', annotations: { 'kubernetes.io/change-cause': 'why', 'wheelhouse.dev/changed-by': 'wheelhouse: ann', 'wheelhouse.dev/change-id': 'id' } } },
    });
  });

  it('is sent again where only the status moved meanwhile', async () => {
    const seen = site.current();
    site.bump(false);
    await writeOnto(target, seen, restart, stamp, signal);
    expect(site.patches.map(({ body }) => (body.metadata as { resourceVersion: string }).resourceVersion)).toEqual(['10', '11']);
  });

  it('never goes over what someone else changed meanwhile', async () => {
    const seen = site.current();
    site.bump(true);
    const { resourceVersion } = site.current().metadata;
    await expect(writeOnto(target, seen, restart, stamp, signal)).rejects.toMatchObject({ code: 'CONFLICT', sentence: { key: 'change.moved' } });
    expect(site.current().metadata.resourceVersion).toBe(resourceVersion);
  });

  it('gives up on an object that never holds still, with a conflict', async () => {
    const seen = site.current();
    site.interfere(() => site.bump(false));
    await expect(writeOnto(target, seen, restart, stamp, signal)).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('of a scale goes to the subresource and leaves the cause of the revision alone', async () => {
    const after = await writeOnto(target, site.current(), { target: 'scale', replicas: 5 }, stamp, signal);
    expect(after).toMatchObject({ metadata: { generation: 2 }, spec: { replicas: 5 } });
    expect(site.patches[0]?.url).toContain('/deployments/uuid/scale?');
    expect(site.patches[0]?.body).toEqual({ metadata: { resourceVersion: '10' }, spec: { replicas: 5 } });
  });
});

describe('a dry run', () => {
  it('asks the server and changes nothing', async () => {
    const before = site.current();
    const after = await dryRun(target, before, { target: 'scale', replicas: 5 }, stamp, signal);
    expect(after.spec).toEqual({ replicas: 5 });
    expect(site.patches[0]?.url).toContain('dryRun=All');
    expect(site.current()).toBe(before);
  });
});

describe('what an operator looked at', () => {
  it('is the same while only the status moves, and another after a change or under a new object', () => {
    const seen = baseOf(site.current());
    site.bump(false);
    expect(baseOf(site.current())).toBe(seen);
    site.bump(true);
    expect(baseOf(site.current())).not.toBe(seen);
  });

  it('has a hash that the status does not change', () => {
    const object = site.current();
    expect(contentHash({ ...object, status: { replicas: 1 } })).toBe(contentHash(object));
    expect(contentHash({ ...object, spec: { replicas: 3 } })).not.toBe(contentHash(object));
  });
});
