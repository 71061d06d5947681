import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ociManifestType } from '../../testing/registryClient';
import { startTestRegistry, type TestRegistry } from '../../testing/testRegistry';
import { digestOf } from '../names';

let test: TestRegistry;
beforeAll(async () => {
  test = await startTestRegistry();
});
afterAll(() => test.close());

const nothing = `sha256:${'0'.repeat(64)}`;
const call: TestRegistry['person']['call'] = (method, path, sent) => test.person.call(method, path, sent);
const begin = async (repository = 'people/a') => {
  const answer = await call('POST', `/v2/${repository}/blobs/uploads/`);
  expect(answer.code).toBe(202);
  return answer.headers.get('location') ?? '';
};
const put = (path: string, body: string, type = ociManifestType) => call('PUT', path, { body, headers: { 'content-type': type } });

describe('a blob', () => {
  it('is pushed with one request, with two, or in chunks', async () => {
    const single = await call('POST', `/v2/people/one/blobs/uploads/?digest=${digestOf('one')}`, { body: 'one' });
    expect([single.code, single.headers.get('location'), single.headers.get('docker-content-digest')]).toEqual([201, `/v2/people/one/blobs/${digestOf('one')}`, digestOf('one')]);

    const double = await begin();
    expect((await call('PUT', `${double}?digest=${digestOf('two')}`, { body: 'two' })).code).toBe(201);

    const chunked = await begin();
    const first = await call('PATCH', chunked, { body: 'hello ', headers: { 'content-range': '0-5' } });
    expect([first.code, first.headers.get('range')]).toEqual([202, '0-5']);
    expect((await call('GET', chunked)).headers.get('range')).toBe('0-5');
    // As docker does it: no range, only more.
    expect((await call('PATCH', chunked, { body: 'big ' })).headers.get('range')).toBe('0-9');
    const last = await call('PUT', `${chunked}?digest=${encodeURIComponent(digestOf('hello big world'))}`, { body: 'world', headers: { 'content-range': '10-14' } });
    expect([last.code, last.headers.get('docker-content-digest')]).toEqual([201, digestOf('hello big world')]);
    expect((await call('GET', `/v2/people/a/blobs/${digestOf('hello big world')}`)).bytes.toString()).toBe('hello big world');
    expect((await call('GET', chunked)).errors).toEqual(['BLOB_UPLOAD_UNKNOWN']);
  });

  it('may be large, and may be empty', async () => {
    const large = Buffer.alloc(3 * 1024 * 1024, 'wheelhouse');
    for (const bytes of [large, Buffer.alloc(0)]) {
      const digest = await test.person.pushBlob('people/a', bytes);
      const answer = await call('GET', `/v2/people/a/blobs/${digest}`);
      expect([answer.code, answer.bytes.equals(bytes)]).toEqual([200, true]);
    }
    expect(await readdir(join(test.dir, 'blobs'))).toContain(digestOf(large).replace(':', '-'));
  });

  it('must come in order', async () => {
    const location = await begin();
    await call('PATCH', location, { body: 'hello', headers: { 'content-range': '0-4' } });
    for (const range of ['0-4', '7-11', '4-8', 'x']) {
      const wrong = await call('PATCH', location, { body: 'wrong', headers: { 'content-range': range } });
      expect([range, wrong.code, wrong.errors, wrong.headers.get('range')]).toEqual([range, 416, ['BLOB_UPLOAD_INVALID'], '0-4']);
    }
    const short = await call('PATCH', location, { body: 'wrong', headers: { 'content-range': '5-6' } });
    expect([short.code, short.errors]).toEqual([400, ['SIZE_INVALID']]);
    expect((await call('PATCH', location, { body: '!', headers: { 'content-range': '5-5' } })).headers.get('range')).toBe('0-5');
  });

  it('must be what its digest says', async () => {
    const location = await begin();
    expect((await call('PUT', `${location}?digest=sha256:abc`, { body: 'x' })).errors).toEqual(['DIGEST_INVALID']);
    const wrong = await call('PUT', `${location}?digest=${nothing}`, { body: 'x' });
    expect([wrong.code, wrong.errors]).toEqual([400, ['DIGEST_INVALID']]);
    expect((await call('GET', location)).code).toBe(404);
    expect((await call('HEAD', `/v2/people/a/blobs/${nothing}`)).code).toBe(404);
    expect((await call('POST', `/v2/people/a/blobs/uploads/?digest=${nothing}`, { body: 'x' })).errors).toEqual(['DIGEST_INVALID']);
  });

  it('can be given up, and then leaves nothing', async () => {
    const location = await begin();
    await call('PATCH', location, { body: 'half a blob' });
    expect((await call('DELETE', location)).code).toBe(204);
    expect((await call('PATCH', location, { body: 'more' })).errors).toEqual(['BLOB_UPLOAD_UNKNOWN']);
    expect((await readdir(join(test.dir, 'blobs'))).filter((name) => name.includes(location.split('/').at(-1) ?? '?'))).toEqual([]);
  });

  it('belongs to the repository it was pushed to', async () => {
    const location = await begin('people/mine');
    expect((await call('GET', location.replace('people/mine', 'people/yours'))).code).toBe(404);
    const digest = await test.person.pushBlob('people/mine', 'only mine');
    expect((await call('HEAD', `/v2/people/yours/blobs/${digest}`)).code).toBe(404);
    const mounted = await call('POST', `/v2/people/yours/blobs/uploads/?mount=${digest}&from=people/mine`);
    expect([mounted.code, mounted.headers.get('location')]).toEqual([201, `/v2/people/yours/blobs/${digest}`]);
    expect((await call('GET', `/v2/people/yours/blobs/${digest}`)).bytes.toString()).toBe('only mine');
  });

  it('cannot be mounted from where it is not: an upload begins', async () => {
    const digest = await test.person.pushBlob('people/mine', 'only mine');
    for (const query of [`mount=${nothing}&from=people/mine`, `mount=${digest}&from=people/none`, `mount=${digest}`]) {
      const answer = await call('POST', `/v2/people/third/blobs/uploads/?${query}`);
      expect([query, answer.code]).toEqual([query, 202]);
      expect(answer.headers.get('docker-upload-uuid')).toBeTruthy();
    }
  });
});

describe('a manifest', () => {
  it('is kept byte by byte, under its digest and its tag', async () => {
    const digest = await test.person.pushImage('people/app', '1.0', { os: 'linux', architecture: 'amd64' }, { annotations: { spaced: '  out ' } });
    const byTag = await call('GET', '/v2/people/app/manifests/1.0');
    const byDigest = await call('GET', `/v2/people/app/manifests/${digest}`);
    expect(digestOf(byTag.bytes)).toBe(digest);
    expect(byDigest.bytes.equals(byTag.bytes)).toBe(true);
    expect(byTag.headers.get('content-type')).toBe(ociManifestType);
    const again = await put(`/v2/people/app/manifests/${digest}`, byTag.bytes.toString());
    expect([again.code, again.headers.get('location'), again.headers.get('docker-content-digest')]).toEqual([201, `/v2/people/app/manifests/${digest}`, digest]);
  });

  it('moves its tag and stays under its digest', async () => {
    const old = await test.person.pushImage('people/moving', 'latest', { n: 1 });
    const next = await test.person.pushImage('people/moving', 'latest', { n: 2 });
    expect((await call('HEAD', '/v2/people/moving/manifests/latest')).headers.get('docker-content-digest')).toBe(next);
    expect((await call('HEAD', `/v2/people/moving/manifests/${old}`)).code).toBe(200);
  });

  it('names blobs and manifests of its repository only', async () => {
    const config = { mediaType: 'application/vnd.oci.image.config.v1+json', digest: await test.person.pushBlob('people/b', '{}'), size: 2 };
    const missing = { mediaType: 'application/vnd.oci.image.layer.v1.tar', digest: nothing, size: 1 };
    const image = await put('/v2/people/b/manifests/x', JSON.stringify({ schemaVersion: 2, config, layers: [missing] }));
    expect([image.code, image.json()]).toEqual([400, { errors: [{ code: 'MANIFEST_BLOB_UNKNOWN', message: 'blob unknown to registry', detail: nothing }] }]);
    const elsewhere = { ...missing, urls: ['https://example.com/layer'] };
    expect((await put('/v2/people/b/manifests/x', JSON.stringify({ schemaVersion: 2, config, layers: [elsewhere] }))).code).toBe(201);
    const indexType = 'application/vnd.oci.image.index.v1+json';
    const index = await put('/v2/people/b/manifests/x', JSON.stringify({ schemaVersion: 2, manifests: [{ ...missing, mediaType: ociManifestType }] }), indexType);
    expect([index.code, index.errors]).toEqual([400, ['MANIFEST_BLOB_UNKNOWN']]);
  });

  it('must be one', async () => {
    const invalid: [string, string?][] = [['junk'], ['[]'], ['{}'], ['{"schemaVersion":1}'], ['{"schemaVersion":2,"layers":[]}'], ['{"schemaVersion":2,"mediaType":"other","config":{},"layers":[]}'], ['{"schemaVersion":2,"manifests":[{}]}', 'application/vnd.oci.image.index.v1+json'], ['{}', 'text/plain']];
    for (const [body, type] of invalid) {
      const answer = await put('/v2/people/b/manifests/bad', body, type);
      expect([body, answer.code, answer.errors]).toEqual([body, 400, ['MANIFEST_INVALID']]);
    }
    expect((await put('/v2/people/b/manifests/.bad', '{}')).errors).toEqual(['TAG_INVALID']);
    expect((await put(`/v2/people/b/manifests/${nothing}`, '{}')).errors).toEqual(['DIGEST_INVALID']);
    expect((await put('/v2/people/b/manifests/large', ' '.repeat(4 * 1024 * 1024 + 1))).code).toBe(413);
    expect((await put('/v2/People/b/manifests/x', '{}')).errors).toEqual(['NAME_INVALID']);
  });
});
