import { expect, it } from 'vitest';
import type { KubeObject } from '@electron/engine/kube/types';
import { claimants, imagePath, managerOf, templatePath } from './managers';

const image = (container: string): unknown => ({ 'f:spec': { 'f:template': { 'f:spec': { 'f:containers': { [`k:{"name":"${container}"}`]: { 'f:image': {} } } } } } });
const managed = (...entries: [string, string, unknown][]): KubeObject => {
  const managedFields = entries.map(([manager, time, fieldsV1]) => ({ manager, time, operation: 'Update', fieldsV1 }));
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'a', uid: 'a', resourceVersion: '1', ...{ managedFields } } };
};

it('names who wrote the template last', () => {
  const object = managed(['argocd', '2026-01-01T00:00:00Z', image('app')], ['kubectl-set', '2026-02-01T00:00:00Z', image('app')], ['kube-controller-manager', '2026-03-01T00:00:00Z', { 'f:status': {} }]);
  expect(managerOf(object, templatePath)).toBe('kubectl-set');
});

it('names those who will write the field again, not us and not tools that a person ran once', () => {
  const object = managed(['argocd', '1', image('app')], ['kubectl-set', '2', image('app')], ['wheelhouse', '3', image('app')], ['helm', '4', image('other')]);
  expect(claimants(object, imagePath('containers', 'app'))).toEqual(['argocd']);
});

it('names nobody where the cluster does not say', () => {
  const object: KubeObject = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'a', uid: 'a', resourceVersion: '1' } };
  expect(managerOf(object, templatePath)).toBeNull();
  expect(claimants(object, templatePath)).toEqual([]);
});
