import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestSite, type TestClient } from '../testing/client';

const configMaps = '/api/v1/namespaces/t/configmaps';
const draft = (name: string, data: Record<string, string> = {}) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, labels: { set: name.slice(0, 1) } }, data });

describe('the API server of the demo site', () => {
  let site: Awaited<ReturnType<typeof startTestSite>>;
  let admin: TestClient;
  beforeAll(async () => {
    site = await startTestSite();
    admin = site.admin;
  });
  afterAll(() => site.close());

  it('lists in pages and by labels, and refuses a continue token it did not make', async () => {
    for (const name of ['pa', 'pb', 'pc']) await admin.call('POST', configMaps, draft(name));
    const first = await admin.call('GET', `${configMaps}?limit=2&labelSelector=set%3Dp`);
    const token = (first.body.metadata as unknown as { continue: string; remainingItemCount: number }).continue;
    const second = await admin.call('GET', `${configMaps}?limit=2&labelSelector=set%3Dp&continue=${token}`);
    const names = [first, second].flatMap(({ body }) => (body['items'] as { metadata: { name: string } }[]).map(({ metadata }) => metadata.name));
    expect(names).toEqual(['pa', 'pb', 'pc']);
    expect(second.body.metadata?.resourceVersion).toBe(first.body.metadata?.resourceVersion);
    expect((await admin.call('GET', `${configMaps}?continue=zzz`)).body).toMatchObject({ code: 400, reason: 'BadRequest' });
  });

  it('watches from a version without losing or repeating a change, and follows a selector', async () => {
    const { body } = await admin.call('GET', configMaps);
    await admin.call('POST', configMaps, draft('wa', { k: '1' }));
    await admin.call('PATCH', `${configMaps}/wa`, { data: { k: '2' } }, 'application/merge-patch+json');
    await admin.call('PATCH', `${configMaps}/wa`, { metadata: { labels: { set: 'other' } } }, 'application/merge-patch+json');
    const types: string[] = [];
    for await (const event of admin.watch(`${configMaps}?watch=1&labelSelector=set%3Dw&timeoutSeconds=1&allowWatchBookmarks=true&resourceVersion=${body.metadata?.resourceVersion}`)) types.push(event.type);
    expect(types).toEqual(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK']);
  });

  it('answers 410 inside the stream when the past is compacted away', async () => {
    const { body } = await admin.call('GET', configMaps);
    await admin.call('POST', configMaps, draft('old'));
    site.running.site.store.compact();
    const events = [];
    for await (const event of admin.watch(`${configMaps}?watch=1&timeoutSeconds=1&resourceVersion=${body.metadata?.resourceVersion}`)) events.push(event);
    expect(events).toMatchObject([{ type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired' } }]);
  });

  it('words the mistakes people make as a real server does', async () => {
    const message = async (...call: Parameters<TestClient['call']>) => {
      const { code, body } = await admin.call(...call);
      return `${code} ${String(body['reason'])}: ${String(body['message'])}`;
    };
    expect(await message('GET', '/api/v1/namespaces/t/pods/nope')).toBe('404 NotFound: pods "nope" not found');
    expect(await message('GET', '/apis/apps/v1/namespaces/t/deployments/nope')).toBe('404 NotFound: deployments.apps "nope" not found');
    expect(await message('GET', '/apis/apps/v1/namespaces/t/foos')).toBe('404 NotFound: the server could not find the requested resource');
    expect(await message('PATCH', configMaps, {}, 'application/merge-patch+json')).toBe('405 MethodNotAllowed: the server does not allow this method on the requested resource');
    await admin.call('POST', configMaps, draft('twice'));
    expect(await message('POST', configMaps, draft('twice'))).toBe('409 AlreadyExists: configmaps "twice" already exists');
    expect(await message('POST', '/api/v1/namespaces/nonesuch/configmaps', draft('x'))).toBe('404 NotFound: namespaces "nonesuch" not found');
    expect(await message('POST', configMaps, {})).toBe('422 Invalid: ConfigMap "" is invalid: metadata.name: Required value: name or generateName is required');
    expect(await message('PUT', `${configMaps}/twice`, draft('other'))).toBe('400 BadRequest: the name of the object (other) does not match the name on the URL (twice)');
    expect(await message('POST', '/apis/apps/v1/namespaces/t/deployments', { metadata: { name: 'bad' }, spec: { replicas: -1, template: { spec: { containers: [{ name: 'a' }] } } } })).toBe(
      '422 Invalid: Deployment.apps "bad" is invalid: [spec.replicas: Invalid value: -1: must be greater than or equal to 0, spec.selector: Required value, spec.template.metadata.labels: Invalid value: map[string]string(nil): `selector` does not match template `labels`, spec.template.spec.containers[0].image: Required value]',
    );
    expect(await message('PATCH', `${configMaps}/twice?dryRun=Yes`, {}, 'application/merge-patch+json')).toBe('422 Invalid: PatchOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value: []string{"Yes"}: supported values: "All"');
    expect(await message('GET', `${configMaps}?fieldSelector=foo%3Dbar`)).toBe('400 BadRequest: field label not supported: foo');
  });

  it('refuses an update of a version that is not the last', async () => {
    const { body } = await admin.call('POST', configMaps, draft('locked', { k: '1' }));
    await admin.call('PUT', `${configMaps}/locked`, { ...body, data: { k: '2' } });
    const stale = await admin.call('PUT', `${configMaps}/locked`, { ...body, data: { k: '3' } });
    expect(stale.body).toMatchObject({ code: 409, reason: 'Conflict', message: 'Operation cannot be fulfilled on configmaps "locked": the object has been modified; please apply your changes to the latest version and try again' });
    const wrongUid = await admin.call('DELETE', `${configMaps}/locked`, { preconditions: { uid: 'abc' } });
    expect(wrongUid.body).toMatchObject({ code: 409, message: expect.stringContaining('the UID in the precondition (abc) does not match the UID in record') as unknown });
  });

  it('leaves no trace of a dry run', async () => {
    await admin.call('POST', configMaps, draft('dry', { k: '1' }));
    const versions = async () => (await admin.call('GET', configMaps)).body['items'];
    const before = await versions();
    expect((await admin.call('POST', `${configMaps}?dryRun=All`, draft('ghost'))).code).toBe(201);
    const patched = await admin.call('PATCH', `${configMaps}/dry?dryRun=All`, { data: { k: '2' } }, 'application/merge-patch+json');
    expect(patched.body['data']).toEqual({ k: '2' });
    expect((await admin.call('DELETE', `${configMaps}/dry?dryRun=All`)).body).toMatchObject({ status: 'Success' });
    expect(await versions()).toEqual(before);
    expect((await admin.call('GET', `${configMaps}/dry`)).body['data']).toEqual({ k: '1' });
    expect((await admin.call('GET', `${configMaps}/ghost`)).code).toBe(404);
  });

  it('forbids in the words of RBAC, and says who may do what', async () => {
    const { viewer, developer } = site;
    expect((await viewer.call('GET', '/api/v1/namespaces/t/secrets')).body).toMatchObject({
      code: 403,
      reason: 'Forbidden',
      message: 'secrets is forbidden: User "viewer" cannot list resource "secrets" in API group "" in the namespace "t"',
    });
    expect((await viewer.call('PATCH', '/apis/apps/v1/namespaces/t/deployments/x', {}, 'application/merge-patch+json')).body['message']).toBe(
      'deployments.apps "x" is forbidden: User "viewer" cannot patch resource "deployments" in API group "apps" in the namespace "t"',
    );
    expect((await developer.call('GET', '/api/v1/nodes')).body['message']).toBe('nodes is forbidden: User "developer" cannot list resource "nodes" in API group "" at the cluster scope');
    expect((await viewer.call('GET', configMaps)).code).toBe(200);
    expect((await developer.call('POST', configMaps, draft('made'))).code).toBe(201);
    const review = await viewer.call('POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', { spec: { resourceAttributes: { verb: 'get', resource: 'pods', namespace: 't' } } });
    expect(review.body['status']).toEqual({ allowed: true, reason: 'RBAC: allowed by ClusterRoleBinding "viewer" of ClusterRole "view" to User "viewer"' });
    const me = await developer.call('POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', {});
    expect(me.body['status']).toMatchObject({ userInfo: { username: 'developer' } });
  });

  it('empties a namespace before it goes', async () => {
    await admin.call('POST', '/api/v1/namespaces', { metadata: { name: 'short' } });
    await admin.call('POST', '/api/v1/namespaces/short/configmaps', draft('inside'));
    const gone = (async () => {
      for await (const event of admin.watch('/api/v1/namespaces?watch=1&fieldSelector=metadata.name%3Dshort&timeoutSeconds=10')) if (event.type === 'DELETED') return true;
      return false;
    })();
    expect((await admin.call('DELETE', '/api/v1/namespaces/short')).body['status']).toEqual({ phase: 'Terminating' });
    const late = await admin.call('POST', '/api/v1/namespaces/short/configmaps', draft('late'));
    expect([403, 404]).toContain(late.code);
    expect(await gone).toBe(true);
    expect((await admin.call('GET', '/api/v1/namespaces/short/configmaps/inside')).code).toBe(404);
  });

  it('changes nothing of a pod but its list through the subresource of ephemeral containers', async () => {
    const pods = '/api/v1/namespaces/t/pods';
    await admin.call('POST', pods, { metadata: { name: 'looked-into' }, spec: { containers: [{ name: 'c', image: site.image('v1.0.0.0') }] } });
    const patch = { spec: { nodeSelector: { any: 'other' }, ephemeralContainers: [{ name: 'debug', image: site.image('v1.0.0.0') }] } };
    const { code, body } = await admin.call('PATCH', `${pods}/looked-into/ephemeralcontainers`, patch, 'application/strategic-merge-patch+json');
    expect(code).toBe(200);
    expect(body['spec']).toMatchObject({ containers: [{ name: 'c' }], ephemeralContainers: [{ name: 'debug' }] });
    expect(body['spec']).not.toHaveProperty('nodeSelector');
  });
});
