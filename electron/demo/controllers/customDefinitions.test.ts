import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestSite } from '../testing/client';

let site: Awaited<ReturnType<typeof startTestSite>>;
beforeAll(async () => {
  site = await startTestSite();
});
afterAll(() => site.close());

it('serves, prunes and discovers what a definition defines, until the definition goes', async () => {
  const { admin } = site;
  const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
  const widgets = '/apis/demo.test/v1/namespaces/t/widgets';
  const spec = {
    group: 'demo.test',
    scope: 'Namespaced',
    names: { kind: 'Widget', plural: 'widgets', singular: 'widget', shortNames: ['wd'] },
    versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object', properties: { size: { type: 'integer' }, shape: { type: 'string', default: 'round' } } } } } } }],
  };
  expect((await admin.call('GET', widgets)).code).toBe(404);
  expect((await admin.call('POST', definitions, { metadata: { name: 'widgets.demo.test' }, spec })).code).toBe(201);
  const defined = await admin.call('GET', `${definitions}/widgets.demo.test`);
  expect(defined.body['status']).toMatchObject({ conditions: [{ type: 'NamesAccepted', status: 'True' }, { type: 'Established', status: 'True' }], storedVersions: ['v1'] });
  expect((await admin.call('GET', '/apis/demo.test/v1')).body['resources']).toMatchObject([{ name: 'widgets', kind: 'Widget', shortNames: ['wd'] }]);
  const made = await admin.call('POST', widgets, { apiVersion: 'demo.test/v1', kind: 'Widget', metadata: { name: 'w' }, spec: { size: 1, color: 'red' } });
  expect(made.code).toBe(201);
  expect(made.body['spec']).toEqual({ size: 1, shape: 'round' });
  expect((await admin.call('DELETE', `${definitions}/widgets.demo.test`)).code).toBe(200);
  expect((await admin.call('GET', widgets)).code).toBe(404);
});
