import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestRegistry, type TestRegistry } from '../../testing/testRegistry';
import { mediaTypes } from '../storage/manifest';

let test: TestRegistry;
beforeAll(async () => {
  test = await startTestRegistry();
});
afterAll(() => test.close());

const call: TestRegistry['person']['call'] = (method, path, sent) => test.person.call(method, path, sent);

/** Follows the links from page to page. */
async function pagesOf(start: string, field: string): Promise<string[][]> {
  const pages: string[][] = [];
  for (let next: string | undefined = start; next; ) {
    const answer = await call('GET', next);
    pages.push(answer.json<Record<string, string[]>>()[field] ?? []);
    next = /^<([^>]+)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1];
  }
  return pages;
}

describe('tags', () => {
  it('are sorted and come in pages', async () => {
    expect((await call('GET', '/v2/nicefish/ui/tags/list')).json()).toEqual({ name: 'nicefish/ui', tags: ['1.6.0', '1.7.0', '1.8.0', '1.8.1'] });
    expect(await pagesOf('/v2/nicefish/cms/tags/list?n=2', 'tags')).toEqual([['2.3.0', '2.4.0'], ['2.5.0', '2.5.1'], ['2.6.0-rc1']]);
    expect(await pagesOf('/v2/nicefish/ui/tags/list?n=4', 'tags')).toHaveLength(1);
    expect((await call('GET', '/v2/nicefish/ui/tags/list?last=1.7.0')).json()).toMatchObject({ tags: ['1.8.0', '1.8.1'] });
    expect((await call('GET', '/v2/nicefish/ui/tags/list?n=0')).json()).toMatchObject({ tags: [] });
    expect((await call('GET', '/v2/nicefish/ui/tags/list?n=x')).errors).toEqual(['PAGINATION_NUMBER_INVALID']);
  });

  it('of no repository are an error', async () => {
    const answer = await call('GET', '/v2/nobody/none/tags/list');
    expect([answer.code, answer.json()]).toEqual([404, { errors: [{ code: 'NAME_UNKNOWN', message: 'repository name not known to registry', detail: { name: 'nobody/none' } }] }]);
  });
});

describe('repositories', () => {
  it('are listed in pages, sorted', async () => {
    const { repositories } = (await call('GET', '/v2/_catalog')).json<{ repositories: string[] }>();
    expect(repositories).toEqual([...repositories].sort());
    expect(repositories).toEqual(expect.arrayContaining(['apps/uuid', 'library/redis', 'private/uuid']));
    const pages = await pagesOf('/v2/_catalog?n=3', 'repositories');
    expect(pages.flat()).toEqual(repositories);
    expect(pages[0]).toHaveLength(3);
  });
});

describe('referrers', () => {
  const subjectOf = async (path: string) => (await call('HEAD', path)).headers.get('docker-content-digest') ?? '';

  it('lists what is attached, by kind where that is asked', async () => {
    const digest = await subjectOf('/v2/apps/uuid/manifests/v3.0.0.0');
    const list = await call('GET', `/v2/apps/uuid/referrers/${digest}`);
    expect(list.headers.get('content-type')).toBe(mediaTypes.ociIndex);
    expect(list.json()).toMatchObject({ schemaVersion: 2, manifests: [{ mediaType: mediaTypes.ociManifest, artifactType: 'application/spdx+json' }] });
    const filtered = await call('GET', `/v2/apps/uuid/referrers/${digest}?artifactType=application/other`);
    expect([filtered.json<{ manifests: [] }>().manifests, filtered.headers.get('oci-filters-applied')]).toEqual([[], 'artifactType']);
    const [sbom] = list.json<{ manifests: { digest: string }[] }>().manifests;
    const { layers } = (await call('GET', `/v2/apps/uuid/manifests/${sbom?.digest}`)).json<{ layers: { digest: string }[] }>();
    expect((await call('GET', `/v2/apps/uuid/blobs/${layers[0]?.digest}`)).json()).toMatchObject({ spdxVersion: 'SPDX-2.3', packages: [{ name: 'apps/uuid', versionInfo: 'v3.0.0.0' }] });
  });

  it('knows of a subject that has not come yet, and has nothing where nothing is', async () => {
    const subject = { mediaType: mediaTypes.ociManifest, digest: `sha256:${'1'.repeat(64)}`, size: 10 };
    const empty = { mediaType: mediaTypes.ociEmpty, digest: await test.person.pushBlob('people/signed', '{}'), size: 2 };
    const signature = JSON.stringify({ schemaVersion: 2, config: empty, layers: [empty], subject, artifactType: 'application/x-signature', annotations: { by: 'me' } });
    const pushed = await call('PUT', '/v2/people/signed/manifests/sig', { body: signature, headers: { 'content-type': mediaTypes.ociManifest } });
    expect([pushed.code, pushed.headers.get('oci-subject')]).toEqual([201, subject.digest]);
    const list = (await call('GET', `/v2/people/signed/referrers/${subject.digest}`)).json();
    expect(list).toMatchObject({ manifests: [{ artifactType: 'application/x-signature', annotations: { by: 'me' }, digest: pushed.headers.get('docker-content-digest'), size: signature.length }] });
    const none = await call('GET', `/v2/nobody/none/referrers/${subject.digest}`);
    expect([none.code, none.json<{ manifests: [] }>().manifests]).toEqual([200, []]);
    expect((await call('GET', '/v2/people/signed/referrers/sha256:abc')).errors).toEqual(['DIGEST_INVALID']);
  });
});

describe('deletes', () => {
  it('take a tag alone, or a manifest with its tags', async () => {
    const digest = await test.person.pushImage('people/old', '1', { os: 'linux' });
    await test.person.pushImage('people/old', '2', { os: 'linux' });
    expect((await call('DELETE', '/v2/people/old/manifests/1')).code).toBe(202);
    expect((await call('GET', '/v2/people/old/tags/list')).json()).toMatchObject({ tags: ['2'] });
    expect((await call('HEAD', `/v2/people/old/manifests/${digest}`)).code).toBe(200);
    expect((await call('DELETE', '/v2/people/old/manifests/1')).errors).toEqual(['MANIFEST_UNKNOWN']);
    expect((await call('DELETE', `/v2/people/old/manifests/${digest}`)).code).toBe(202);
    expect((await call('GET', '/v2/people/old/tags/list')).json()).toEqual({ name: 'people/old', tags: [] });
    expect((await call('DELETE', `/v2/people/old/manifests/${digest}`)).code).toBe(404);
    expect((await call('GET', '/v2/_catalog')).json<{ repositories: string[] }>().repositories).not.toContain('people/old');
  });

  it('take a blob from one repository and leave it in the others', async () => {
    const digest = await test.person.pushBlob('people/one', 'shared by two');
    await call('POST', `/v2/people/two/blobs/uploads/?mount=${digest}&from=people/one`);
    expect((await call('DELETE', `/v2/people/one/blobs/${digest}`)).code).toBe(202);
    expect((await call('HEAD', `/v2/people/one/blobs/${digest}`)).code).toBe(404);
    expect((await call('GET', `/v2/people/two/blobs/${digest}`)).bytes.toString()).toBe('shared by two');
    expect((await call('DELETE', `/v2/people/one/blobs/${digest}`)).errors).toEqual(['BLOB_UNKNOWN']);
    expect((await call('DELETE', `/v2/people/two/blobs/${digest}`)).code).toBe(202);
    await test.person.pushBlob('people/two', 'shared by two');
    expect((await call('GET', `/v2/people/two/blobs/${digest}`)).bytes.toString()).toBe('shared by two');
  });
});
