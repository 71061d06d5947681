import { kinds, type Kind } from '../store/kinds';

/** Served beside the stored kinds: answers questions, keeps nothing. */
const virtualResources: Record<string, { name: string; kind: string }[]> = {
  'authorization.k8s.io/v1': [
    { name: 'selfsubjectaccessreviews', kind: 'SelfSubjectAccessReview' },
    { name: 'selfsubjectrulesreviews', kind: 'SelfSubjectRulesReview' },
  ],
  'authentication.k8s.io/v1': [{ name: 'selfsubjectreviews', kind: 'SelfSubjectReview' }],
};

const verbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];
const groupVersions = [...new Set([...kinds.map((kind) => kind.apiVersion), ...Object.keys(virtualResources)])].filter((apiVersion) => apiVersion.includes('/'));

function subresourceEntry(kind: Kind, subresource: string): Record<string, unknown> {
  const base = { name: `${kind.plural}/${subresource}`, singularName: '', namespaced: kind.namespaced };
  if (subresource === 'scale') return { ...base, group: 'autoscaling', version: 'v1', kind: 'Scale', verbs: ['get', 'patch', 'update'] };
  if (subresource === 'eviction') return { ...base, group: 'policy', version: 'v1', kind: 'Eviction', verbs: ['create'] };
  const connects: Record<string, string> = { exec: 'PodExecOptions', attach: 'PodAttachOptions', portforward: 'PodPortForwardOptions', proxy: `${kind.kind}ProxyOptions` };
  const options = connects[subresource];
  if (options) return { ...base, kind: options, verbs: subresource === 'proxy' ? ['create', 'delete', 'get', 'patch', 'update'] : ['create', 'get'] };
  if (subresource === 'log') return { ...base, kind: kind.kind, verbs: ['get'] };
  return { ...base, kind: kind.kind, verbs: subresource === 'finalize' ? ['update'] : ['get', 'patch', 'update'] };
}

function resourceList(apiVersion: string): unknown {
  const served = kinds.filter((kind) => kind.apiVersion === apiVersion);
  const virtual = virtualResources[apiVersion] ?? [];
  if (served.length + virtual.length === 0) return null;
  const resources = served.flatMap((kind) => [
    {
      name: kind.plural,
      singularName: kind.singular,
      namespaced: kind.namespaced,
      kind: kind.kind,
      verbs: kind.kind === 'Namespace' ? verbs.filter((verb) => verb !== 'deletecollection') : verbs,
      ...(kind.shortNames.length > 0 && { shortNames: kind.shortNames }),
      ...(kind.categories.length > 0 && { categories: kind.categories }),
    },
    ...kind.subresources.map((subresource) => subresourceEntry(kind, subresource)),
  ]);
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: apiVersion,
    resources: [...resources, ...virtual.map((entry) => ({ ...entry, singularName: '', namespaced: false, verbs: ['create'] }))],
  };
}

function group(apiVersion: string): Record<string, unknown> {
  const [name, version] = apiVersion.split('/');
  const entry = { groupVersion: apiVersion, version };
  return { name, versions: [entry], preferredVersion: entry };
}

const version = {
  major: '1',
  minor: '31',
  gitVersion: 'v1.31.4',
  gitCommit: 'a78aa47129b8539636eb86a9d00e31b2720fe06b',
  gitTreeState: 'clean',
  buildDate: '2024-12-10T15:37:22Z',
  goVersion: 'go1.22.9',
  compiler: 'gc',
  platform: 'linux/amd64',
};

/** Answers of the paths that describe the server; null where there is none. */
export function describeServer(path: string): unknown {
  if (path === '/version') return version;
  if (path === '/api') return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] };
  if (path === '/apis') return { kind: 'APIGroupList', apiVersion: 'v1', groups: groupVersions.map(group) };
  if (path === '/api/v1') return resourceList('v1');
  const [, root, name, wanted, ...rest] = path.split('/');
  if (root !== 'apis' || !name || rest.length > 0) return null;
  if (wanted) return resourceList(`${name}/${wanted}`);
  const found = groupVersions.find((apiVersion) => apiVersion.startsWith(`${name}/`));
  return found ? { kind: 'APIGroup', apiVersion: 'v1', ...group(found) } : null;
}
