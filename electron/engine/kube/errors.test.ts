import { describe, expect, it } from 'vitest';
import { refusalError, type Asker } from './errors';

const asker: Asker = { server: 'https://api:6443', proxy: null, user: 'jane' };
const refusal = (status: number, body: object | string) =>
  refusalError(asker, { status, method: 'GET', path: '/api/v1/pods', body: typeof body === 'string' ? body : JSON.stringify({ kind: 'Status', ...body }) });

describe('what the API server refuses', () => {
  it.each([
    [
      'pods is forbidden: User "jane" cannot list resource "pods" in API group "" in the namespace "prod"',
      { verb: 'list', resource: 'pods', namespace: 'prod' },
      'policy.missingPermission',
    ],
    [
      'pods "web-1" is forbidden: User "system:serviceaccount:a:b" cannot get resource "pods/log" in API group "" in the namespace "prod"',
      { verb: 'get', resource: 'pods/log', namespace: 'prod' },
      'policy.missingPermission',
    ],
    [
      'nodes is forbidden: User "jane" cannot list resource "nodes" in API group "" at the cluster scope: no RBAC policy matched',
      { verb: 'list', resource: 'nodes', namespace: undefined },
      'kube.forbiddenInCluster',
    ],
    ['forbidden: User "jane" cannot get path "/metrics"', { verb: 'get', resource: '/metrics' }, 'kube.forbiddenInCluster'],
    ['pods "web" is forbidden: exceeded quota: compute, requested: pods=1', {}, 'kube.forbidden'],
  ])('%s', (message, data, key) => {
    expect(refusal(403, { message })).toMatchObject({ code: 'FORBIDDEN', data, sentence: { key } });
  });

  it('names the manager of the fields an apply would take over', () => {
    const cause = (manager: string, field: string) => ({ reason: 'FieldManagerConflict', message: `conflict with "${manager}" using apps/v1`, field });
    const causes = [cause('argocd', '.spec.replicas'), cause('hpa', '.spec.replicas'), cause('argocd', '.spec.paused')];
    expect(refusal(409, { reason: 'Conflict', message: 'Apply failed', details: { causes } })).toMatchObject({
      code: 'CONFLICT',
      data: { manager: 'argocd, hpa' },
      sentence: { key: 'kube.fieldConflict', params: { fields: '.spec.replicas, .spec.paused' } },
    });
  });

  it.each([
    [401, { message: 'Unauthorized' }, 'UNAUTHENTICATED', 'kube.unauthenticated', false],
    [404, { message: 'x', details: { kind: 'pods', name: 'web' } }, 'NOT_FOUND', 'kube.notFound', false],
    [404, '404 page not found\n', 'NOT_FOUND', 'kube.notFound', false],
    [404, '<html>nginx</html>', 'UPSTREAM', 'connection.notKubernetes', false],
    [409, { reason: 'AlreadyExists', message: 'x' }, 'CONFLICT', 'kube.exists', false],
    [409, { reason: 'Conflict', message: 'x' }, 'CONFLICT', 'kube.conflict', false],
    [410, { reason: 'Expired', message: 'x' }, 'UPSTREAM', 'kube.expired', true],
    [422, { reason: 'Invalid', message: 'x' }, 'UPSTREAM', 'kube.invalid', false],
    [429, { message: 'x' }, 'UPSTREAM', 'kube.busy', true],
    [500, { message: 'x' }, 'UPSTREAM', 'kube.failed', true],
    [502, '<html>bad gateway</html>', 'UPSTREAM', 'connection.notKubernetes', true],
    [302, '', 'UPSTREAM', 'connection.notKubernetes', false],
  ])('status %s with %o', (status, body, code, key, retryable) => {
    expect(refusal(status, body)).toMatchObject({ code, sentence: { key }, retryable });
  });
});
