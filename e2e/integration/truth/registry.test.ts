import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authIn, createRegistryClient, ociManifestType, type RegistryAnswer, type RegistryClient } from '@electron/demo/testing/registryClient';
import { digestOf } from '@electron/demo/registry/names';
import { useTruth } from '../../fixtures/truth';

/**
 * The distribution protocol as docker-registry 2.8 speaks it. Left out is what that one does not do: referrers, pages of tags, deletes
 * of tags, and the refusal of chunks that come out of order; and its answer to a range past the end, which promises more bytes than come.
 */
const truth = useTruth();
/** Always the same: docker-registry keeps the name of a repository for ever. */
const mine = 'truth/registry';
const nothing = `sha256:${'0'.repeat(64)}`;
const pushed = new Set<string>();
let registry: RegistryClient;

beforeAll(async () => {
  const { address, dockerConfig } = truth.site.registry;
  registry = createRegistryClient(address, dockerConfig && authIn(await readFile(dockerConfig, 'utf8')));
});
afterAll(async () => {
  for (const path of pushed) await registry.call('DELETE', path);
});

const errorOf = (answer: RegistryAnswer) => ({ code: answer.code, type: answer.headers.get('content-type'), version: answer.headers.get('docker-distribution-api-version'), body: answer.json() });
const failure = (code: number, error: string, message: string, detail?: unknown) => ({ code, type: 'application/json; charset=utf-8', version: 'registry/2.0', body: { errors: [{ code: error, message, ...(detail !== undefined && { detail }) }] } });
const get = (path: string, headers: Record<string, string> = {}) => registry.call('GET', path, { headers });

const pushBlob = async (text: string, repository = mine): Promise<string> => {
  const digest = await registry.pushBlob(repository, text);
  pushed.add(`/v2/${repository}/blobs/${digest}`);
  return digest;
};
const begin = async () => {
  const answer = await registry.call('POST', `/v2/${mine}/blobs/uploads/`);
  return { answer, location: new URL(answer.headers.get('location') ?? '', registry.origin).href };
};
const next = (answer: RegistryAnswer) => new URL(answer.headers.get('location') ?? '', registry.origin).href;
const withDigest = (location: string, digest: string) => {
  const url = new URL(location);
  url.searchParams.set('digest', digest);
  return url.href;
};
const octets = { 'content-type': 'application/octet-stream' };

describe('what is not there', () => {
  it('is told in the words of the registry', async () => {
    expect(errorOf(await get('/v2/truth/nowhere/tags/list'))).toEqual(failure(404, 'NAME_UNKNOWN', 'repository name not known to registry', { name: 'truth/nowhere' }));
    expect(errorOf(await get('/v2/apps/uuid/manifests/none'))).toEqual(failure(404, 'MANIFEST_UNKNOWN', 'manifest unknown', { Tag: 'none' }));
    expect(errorOf(await get('/v2/truth/nowhere/manifests/none'))).toEqual(failure(404, 'MANIFEST_UNKNOWN', 'manifest unknown', { Tag: 'none' }));
    expect(errorOf(await get(`/v2/apps/uuid/manifests/${nothing}`))).toEqual(failure(404, 'MANIFEST_UNKNOWN', 'manifest unknown', { Name: 'apps/uuid', Revision: nothing }));
    expect(errorOf(await get(`/v2/apps/uuid/blobs/${nothing}`))).toEqual(failure(404, 'BLOB_UNKNOWN', 'blob unknown to registry', nothing));
    expect(errorOf(await get('/v2/apps/uuid/blobs/sha256:zz'))).toEqual(failure(400, 'DIGEST_INVALID', 'provided digest did not match uploaded content', {}));
    expect((await get('/v2/apps/uuid/nothing')).code).toBe(404);
    expect((await registry.call('POST', '/v2/apps/uuid/tags/list')).code).toBe(405);
    const head = await registry.call('HEAD', '/v2/apps/uuid/manifests/none');
    expect([head.code, head.bytes.length]).toEqual([404, 0]);
  });
});

describe('what is there', () => {
  it('is told in the same headers', async () => {
    const base = await get('/v2/');
    expect([base.code, base.bytes.toString(), base.headers.get('docker-distribution-api-version')]).toEqual([200, '{}', 'registry/2.0']);
    const tags = await get('/v2/apps/uuid/tags/list');
    expect(tags.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(tags.json()).toMatchObject({ name: 'apps/uuid', tags: expect.arrayContaining(['v1.0.0.0', 'v2.0.0.0', 'v3.0.0.0']) as string[] });

    const accept = 'application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json';
    const manifest = await get('/v2/apps/uuid/manifests/v1.0.0.0', { accept });
    const digest = digestOf(manifest.bytes);
    expect([manifest.headers.get('docker-content-digest'), manifest.headers.get('etag'), manifest.headers.get('content-length')]).toEqual([digest, `"${digest}"`, String(manifest.bytes.length)]);
    expect((await get(`/v2/apps/uuid/manifests/${digest}`, { accept, 'if-none-match': `"${digest}"` })).code).toBe(304);

    const [layer] = manifest.json<{ layers: { digest: string; size: number }[] }>().layers;
    const path = `/v2/apps/uuid/blobs/${layer?.digest}`;
    const head = await registry.call('HEAD', path);
    const named = ['content-length', 'content-type', 'docker-content-digest', 'etag', 'accept-ranges', 'cache-control'];
    expect(named.map((name) => head.headers.get(name))).toEqual([String(layer?.size), 'application/octet-stream', layer?.digest, `"${layer?.digest}"`, 'bytes', 'max-age=31536000']);
    const part = await get(path, { range: 'bytes=10-19' });
    expect([part.code, part.headers.get('content-range'), part.bytes.length]).toEqual([206, `bytes 10-19/${layer?.size}`, 10]);
  });

  it('is listed in pages', async () => {
    await pushManifest('listed');
    const first = await get('/v2/_catalog?n=1');
    const [name = ''] = first.json<{ repositories: string[] }>().repositories;
    expect(first.headers.get('link')).toBe(`</v2/_catalog?last=${encodeURIComponent(name)}&n=1>; rel="next"`);
    expect((await get('/v2/_catalog?n=1000')).headers.get('link')).toBeNull();
  });
});

describe('a blob', () => {
  it('goes in through a session', async () => {
    const { answer, location } = await begin();
    expect([answer.code, answer.headers.get('range'), answer.headers.get('docker-upload-uuid')]).toEqual([202, '0-0', expect.stringMatching(/^[0-9a-f-]{36}$/)]);
    const first = await registry.call('PATCH', location, { body: 'hello ', headers: { ...octets, 'content-range': '0-5' } });
    expect([first.code, first.headers.get('range')]).toEqual([202, '0-5']);
    const status = await registry.call('GET', next(first));
    expect([status.code, status.headers.get('range')]).toEqual([204, '0-5']);
    const digest = digestOf('hello truth');
    pushed.add(`/v2/${mine}/blobs/${digest}`);
    const last = await registry.call('PUT', withDigest(next(first), digest), { body: 'truth', headers: { ...octets, 'content-range': '6-10' } });
    expect([last.code, last.headers.get('docker-content-digest'), new URL(next(last)).pathname]).toEqual([201, digest, `/v2/${mine}/blobs/${digest}`]);
    expect((await get(`/v2/${mine}/blobs/${digest}`)).bytes.toString()).toBe('hello truth');
  });

  it('must be what its digest says', async () => {
    const wrong = await registry.call('PUT', withDigest((await begin()).location, nothing), { body: 'x', headers: octets });
    expect([wrong.code, wrong.errors]).toEqual([400, ['DIGEST_INVALID']]);
    const unread = await registry.call('PUT', withDigest((await begin()).location, 'abc'), { body: 'x', headers: octets });
    expect(errorOf(unread)).toEqual(failure(400, 'DIGEST_INVALID', 'provided digest did not match uploaded content', 'digest parsing failed'));
  });

  it('can be given up', async () => {
    const { location } = await begin();
    expect((await registry.call('DELETE', location)).code).toBe(204);
    expect((await registry.call('GET', location)).code).toBe(404);
  });

  it('is mounted where it is, and uploaded where it is not', async () => {
    const digest = await pushBlob('to be mounted');
    pushed.add(`/v2/${mine}/mounted/blobs/${digest}`);
    const mounted = await registry.call('POST', `/v2/${mine}/mounted/blobs/uploads/?mount=${digest}&from=${mine}`);
    expect([mounted.code, mounted.headers.get('docker-content-digest'), new URL(next(mounted)).pathname]).toEqual([201, digest, `/v2/${mine}/mounted/blobs/${digest}`]);
    const fallback = await registry.call('POST', `/v2/${mine}/mounted/blobs/uploads/?mount=${nothing}&from=${mine}`);
    expect([fallback.code, fallback.headers.get('range')]).toEqual([202, '0-0']);
    await registry.call('DELETE', next(fallback));
  });
});

const imageOf = (config: string, size: number) => JSON.stringify({ schemaVersion: 2, mediaType: ociManifestType, config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: config, size }, layers: [] });
const put = (reference: string, body: string, type = ociManifestType) => registry.call('PUT', `/v2/${mine}/manifests/${reference}`, { body, headers: { 'content-type': type } });

async function pushManifest(tag: string): Promise<{ digest: string; answer: RegistryAnswer; body: string }> {
  const body = imageOf(await pushBlob('{}'), 2);
  const digest = digestOf(body);
  pushed.add(`/v2/${mine}/manifests/${digest}`);
  return { digest, body, answer: await put(tag, body) };
}

describe('a manifest', () => {
  it('is kept as it was pushed', async () => {
    const { digest, answer, body } = await pushManifest('kept');
    expect([answer.code, answer.headers.get('docker-content-digest'), new URL(next(answer)).pathname]).toEqual([201, digest, `/v2/${mine}/manifests/${digest}`]);
    const kept = await get(`/v2/${mine}/manifests/kept`, { accept: ociManifestType });
    expect([kept.headers.get('content-type'), kept.bytes.toString()]).toEqual([ociManifestType, body]);
    expect((await get(`/v2/${mine}/tags/list`)).json()).toMatchObject({ tags: expect.arrayContaining(['kept']) as string[] });
  });

  it('is refused to who says that they cannot read it', async () => {
    await pushManifest('kept');
    const answer = await get(`/v2/${mine}/manifests/kept`, { accept: 'application/vnd.docker.distribution.manifest.v2+json' });
    expect(errorOf(answer)).toEqual(failure(404, 'MANIFEST_UNKNOWN', 'OCI manifest found, but accept header does not support OCI manifests'));
  });

  it('must be one, and must name what is there', async () => {
    expect(errorOf(await put('bad', imageOf(nothing, 2)))).toEqual(failure(400, 'MANIFEST_BLOB_UNKNOWN', 'blob unknown to registry', nothing));
    for (const [body, type] of [['junk'], ['{}', 'text/plain']] as const) {
      const answer = await put('bad', body, type);
      expect([answer.code, answer.errors]).toEqual([400, ['MANIFEST_INVALID']]);
    }
    const { body } = await pushManifest('kept');
    expect(errorOf(await put(nothing, body))).toEqual(failure(400, 'DIGEST_INVALID', 'provided digest did not match uploaded content'));
  });

  it('goes with its tags', async () => {
    const { digest } = await pushManifest('gone');
    expect((await registry.call('DELETE', `/v2/${mine}/manifests/${digest}`)).code).toBe(202);
    expect(errorOf(await get(`/v2/${mine}/manifests/gone`))).toMatchObject({ code: 404, body: { errors: [{ code: 'MANIFEST_UNKNOWN' }] } });
    expect((await registry.call('DELETE', `/v2/${mine}/manifests/${digest}`)).code).toBe(404);
  });
});
