import type { Kind } from '../store/kinds';
import type { ResourceEntry } from './discovery';

/** What discovery says of subresources that are another kind than their resource, or take other verbs than a status does. */
const described: Record<string, Partial<ResourceEntry>> = {
  scale: { group: 'autoscaling', version: 'v1', kind: 'Scale' },
  eviction: { group: 'policy', version: 'v1', kind: 'Eviction', verbs: ['create'] },
  binding: { kind: 'Binding', verbs: ['create'] },
  token: { group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest', verbs: ['create'] },
  log: { verbs: ['get'] },
  finalize: { verbs: ['update'] },
  exec: { kind: 'PodExecOptions', verbs: ['create', 'get'] },
  attach: { kind: 'PodAttachOptions', verbs: ['create', 'get'] },
  portforward: { kind: 'PodPortForwardOptions', verbs: ['create', 'get'] },
  proxy: { verbs: ['create', 'delete', 'get', 'patch', 'update'] },
};

export function subresourceEntry(kind: Kind, subresource: string): ResourceEntry {
  const kindName = subresource === 'proxy' ? `${kind.kind}ProxyOptions` : kind.kind;
  return { name: `${kind.plural}/${subresource}`, singularName: '', namespaced: kind.namespaced, kind: kindName, verbs: ['get', 'patch', 'update'], ...described[subresource] };
}
