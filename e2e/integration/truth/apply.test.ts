import { beforeAll, expect, it } from 'vitest';
import { useTruth } from '../../fixtures/truth';

const truth = useTruth();
let maps: string;
beforeAll(async () => {
  maps = `/api/v1/namespaces/${await truth.namespace()}/configmaps`;
});

const apply = (name: string, data: Record<string, string>, query: string) =>
  truth.admin.call('PATCH', `${maps}/${name}?${query}`, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data }, 'application/apply-patch+yaml');

it('creates what is not there, and makes no version when it is applied again', async () => {
  const first = await apply('made', { a: '1' }, 'fieldManager=one');
  expect([first.code, first.body['data']]).toEqual([201, { a: '1' }]);
  expect(first.body.metadata?.managedFields).toMatchObject([{ manager: 'one', operation: 'Apply', apiVersion: 'v1', fieldsType: 'FieldsV1', fieldsV1: { 'f:data': { 'f:a': {} } } }]);
  const again = await apply('made', { a: '1' }, 'fieldManager=one');
  expect([again.code, again.body.metadata?.resourceVersion]).toEqual([200, first.body.metadata?.resourceVersion]);
});

it('names the other manager and the field of a conflict, and takes the field over when forced', async () => {
  await apply('taken', { a: '1' }, 'fieldManager=one');
  const { body } = await apply('taken', { a: '2' }, 'fieldManager=two');
  const cause = { reason: 'FieldManagerConflict', message: 'conflict with "one"', field: '.data.a' };
  expect(body).toMatchObject({ code: 409, reason: 'Conflict', message: 'Apply failed with 1 conflict: conflict with "one": .data.a', details: { causes: [cause] } });
  const forced = await apply('taken', { a: '2' }, 'fieldManager=two&force=true');
  expect([forced.code, forced.body['data'], forced.body.metadata?.managedFields?.map(({ manager }) => manager)]).toEqual([200, { a: '2' }, ['two']]);
});

it('removes a field that is left out once nobody else owns it', async () => {
  await apply('shared', { a: '1', b: '1' }, 'fieldManager=one');
  await apply('shared', { a: '1', c: '1' }, 'fieldManager=two');
  expect((await apply('shared', { b: '1' }, 'fieldManager=one')).body['data']).toEqual({ a: '1', b: '1', c: '1' });
  expect((await apply('shared', { c: '1' }, 'fieldManager=two')).body['data']).toEqual({ b: '1', c: '1' });
});

it('needs a field manager', async () => {
  const { code, body } = await apply('none', { a: '1' }, '');
  expect([code, body['message']]).toEqual([422, 'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch']);
});
