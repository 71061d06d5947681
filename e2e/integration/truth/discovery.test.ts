import { expect, it } from 'vitest';
import { useTruth } from '../../fixtures/truth';

const truth = useTruth();

interface Resources {
  groupVersion: string;
  resources: { name: string; kind: string; namespaced: boolean; verbs: string[]; shortNames?: string[] }[];
}

it('lists resources with their verbs, scopes and short names', async () => {
  const { body } = await truth.admin.call('GET', '/apis/apps/v1');
  const { groupVersion, resources } = body as unknown as Resources;
  expect(groupVersion).toBe('apps/v1');
  const found = resources.find(({ name }) => name === 'deployments');
  expect(found).toMatchObject({ kind: 'Deployment', namespaced: true, shortNames: ['deploy'], verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'] });
  expect(resources.find(({ name }) => name === 'deployments/scale')).toMatchObject({ group: 'autoscaling', version: 'v1', kind: 'Scale', verbs: ['get', 'patch', 'update'] });
});

it('knows no group that is not served, and changes nothing of what describes the server', async () => {
  expect((await truth.admin.call('GET', '/apis/none.example/v1')).code).toBe(404);
  expect((await truth.admin.call('POST', '/version', {})).code).toBe(405);
  expect((await truth.admin.call('GET', '/healthz')).text).toBe('ok');
});
