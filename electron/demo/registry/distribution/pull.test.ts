import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestRegistry, type TestRegistry } from '../../testing/testRegistry';
import { digestOf } from '../names';
import { mediaTypes } from '../storage/manifest';

let test: TestRegistry;
beforeAll(async () => {
  test = await startTestRegistry();
});
afterAll(() => test.close());

const nothing = `sha256:${'0'.repeat(64)}`;
const get = (path: string, headers: Record<string, string> = {}, method = 'GET') => test.nobody.call(method, path, { headers });

describe('a manifest', () => {
  it('comes by tag and by digest, with what it is', async () => {
    const byTag = await get('/v2/apps/uuid/manifests/v1.0.0.0');
    const digest = digestOf(byTag.bytes);
    expect(byTag.headers.get('docker-content-digest')).toBe(digest);
    expect(byTag.headers.get('content-type')).toBe(mediaTypes.ociManifest);
    expect((await get(`/v2/apps/uuid/manifests/${digest}`)).bytes.equals(byTag.bytes)).toBe(true);
    const head = await get('/v2/apps/uuid/manifests/v1.0.0.0', {}, 'HEAD');
    expect([head.code, head.bytes.length, head.headers.get('content-length')]).toEqual([200, 0, String(byTag.bytes.length)]);
    expect((await get('/v2/apps/uuid/manifests/v1.0.0.0', { 'if-none-match': `"${digest}"` })).code).toBe(304);
    expect((await get('/v2/nicefish/db/manifests/8.0.40')).headers.get('content-type')).toBe(mediaTypes.dockerManifest);
  });

  it('is an index where there are several architectures, and one image of it for who knows no indexes', async () => {
    const path = '/v2/library/redis/manifests/7.4.1';
    const index = await get(path);
    expect(index.headers.get('content-type')).toBe(mediaTypes.ociIndex);
    const { manifests } = index.json<{ manifests: { digest: string; platform: { architecture: string } }[] }>();
    expect(manifests.map(({ platform }) => platform.architecture)).toEqual(['amd64', 'arm64']);
    for (const { digest } of manifests) expect((await get(`/v2/library/redis/manifests/${digest}`)).code).toBe(200);

    const image = await get(path, { accept: mediaTypes.ociManifest });
    expect([image.headers.get('content-type'), image.headers.get('docker-content-digest')]).toEqual([mediaTypes.ociManifest, manifests[0]?.digest]);
    expect((await get(path, { accept: `${mediaTypes.ociManifest}, ${mediaTypes.ociIndex};q=0.5` })).headers.get('content-type')).toBe(mediaTypes.ociIndex);
    const byDigest = await get(`/v2/library/redis/manifests/${digestOf(index.bytes)}`, { accept: mediaTypes.ociManifest });
    expect(byDigest.headers.get('content-type')).toBe(mediaTypes.ociIndex);
    const old = await get(path, { accept: mediaTypes.dockerManifest });
    expect([old.code, old.errors]).toEqual([404, ['MANIFEST_UNKNOWN']]);
  });

  it('is unknown in the words of the protocol', async () => {
    expect((await get('/v2/apps/uuid/manifests/none')).json()).toEqual({ errors: [{ code: 'MANIFEST_UNKNOWN', message: 'manifest unknown', detail: { Tag: 'none' } }] });
    expect((await get(`/v2/apps/uuid/manifests/${nothing}`)).json()).toEqual({ errors: [{ code: 'MANIFEST_UNKNOWN', message: 'manifest unknown', detail: { Name: 'apps/uuid', Revision: nothing } }] });
    const head = await get('/v2/nobody/none/manifests/x', {}, 'HEAD');
    expect([head.code, head.bytes.length]).toEqual([404, 0]);
    expect((await get('/v2/apps/uuid/manifests/sha256:abc')).errors).toEqual(['DIGEST_INVALID']);
  });
});

describe('a blob', () => {
  const layer = async () => {
    const { layers } = (await get('/v2/apps/uuid/manifests/v1.0.0.0')).json<{ layers: { digest: string; size: number }[] }>();
    return layers[0] as { digest: string; size: number };
  };

  it('is what its digest says, all of it or in parts', async () => {
    const { digest, size } = await layer();
    const path = `/v2/apps/uuid/blobs/${digest}`;
    const whole = await get(path);
    expect([whole.code, whole.bytes.length, digestOf(whole.bytes), whole.headers.get('accept-ranges')]).toEqual([200, size, digest, 'bytes']);
    const head = await get(path, {}, 'HEAD');
    expect([head.code, head.headers.get('content-length'), head.headers.get('docker-content-digest')]).toEqual([200, String(size), digest]);

    const part = async (range: string) => {
      const { code, bytes, headers } = await get(path, { range });
      return { code, range: headers.get('content-range'), isRight: (from: number, to: number) => bytes.equals(whole.bytes.subarray(from, to)) };
    };
    const middle = await part('bytes=10-19');
    expect([middle.code, middle.range, middle.isRight(10, 20)]).toEqual([206, `bytes 10-19/${size}`, true]);
    const rest = await part(`bytes=${size - 5}-`);
    expect([rest.code, rest.isRight(size - 5, size)]).toEqual([206, true]);
    const tail = await part('bytes=-7');
    expect([tail.code, tail.isRight(size - 7, size)]).toEqual([206, true]);
    const past = await part('bytes=10-99999999');
    expect([past.code, past.isRight(10, size)]).toEqual([206, true]);
    expect((await part('bytes=1-2,5-6')).code).toBe(200);
    expect(await part(`bytes=${size}-`)).toMatchObject({ code: 416, range: `bytes */${size}` });
  });

  it('is unknown in the words of the protocol', async () => {
    const unknown = await get(`/v2/apps/uuid/blobs/${nothing}`);
    expect([unknown.code, unknown.json()]).toEqual([404, { errors: [{ code: 'BLOB_UNKNOWN', message: 'blob unknown to registry', detail: nothing }] }]);
    expect((await get('/v2/apps/uuid/blobs/sha256:zz')).errors).toEqual(['DIGEST_INVALID']);
  });
});

describe('other paths', () => {
  it('lead nowhere, and methods that are not there are refused', async () => {
    expect((await get('/v2/apps/uuid/other')).code).toBe(404);
    expect((await get('/')).code).toBe(404);
    const post = await test.person.call('POST', '/v2/apps/uuid/tags/list');
    expect([post.code, post.headers.get('allow'), post.errors]).toEqual([405, 'GET, HEAD', ['UNSUPPORTED']]);
  });
});
