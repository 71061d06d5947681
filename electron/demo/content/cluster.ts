import type { Draft } from '../objects/meta';
import { bootstrapPolicy } from '../rbac/rules';
import type { Site } from '../site';
import { kindNamed } from '../store/kinds';
import { timestamp } from '../time/clock';
import { createAuthor } from './create';

export const nodeNames = ['wheelhouse-node-1', 'wheelhouse-node-2'] as const;

/** What every cluster has before anybody uses it: nodes, system namespaces, roles, a storage class. */
export function furnishCluster(site: Site): void {
  const author = createAuthor(site, 'kube-apiserver');
  author.create(undefined, ...['default', 'kube-system', 'kube-public', 'kube-node-lease'].map(namespaceDraft), ...bootstrapPolicy);
  author.create(undefined, { kind: 'StorageClass', metadata: { name: 'standard', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } }, provisioner: 'rancher.io/local-path', reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' });
  author.create(undefined, { kind: 'IngressClass', metadata: { name: 'nginx' }, spec: { controller: 'k8s.io/ingress-nginx' } });
  author.create('default', { kind: 'Service', metadata: { name: 'kubernetes', labels: { component: 'apiserver', provider: 'kubernetes' } }, spec: { clusterIP: '10.96.0.1', ports: [{ name: 'https', port: 443, targetPort: 6443 }] } });
  nodeNames.forEach((name, index) => createNode(site, name, `192.168.49.${index + 2}`));
}

export function namespaceDraft(name: string): Draft {
  return { kind: 'Namespace', metadata: { name } };
}

function createNode({ writes, clock }: Site, name: string, ip: string): void {
  const kind = kindNamed('Node');
  const writer = { manager: 'kubelet', operation: 'Update' } as const;
  const labels = { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64' };
  const node = writes.create(kind, { metadata: { name, labels }, spec: { podCIDR: '10.244.0.0/24' } }, writer);
  const now = timestamp(clock.now());
  const amounts = { cpu: '4', memory: '8145072Ki', pods: '110', 'ephemeral-storage': '61255492Ki' };
  const healthy = { status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status', lastHeartbeatTime: now, lastTransitionTime: now };
  const status = {
    addresses: [
      { type: 'InternalIP', address: ip },
      { type: 'Hostname', address: name },
    ],
    capacity: amounts,
    allocatable: amounts,
    conditions: [{ type: 'Ready', ...healthy }],
    nodeInfo: { kubeletVersion: 'v1.31.4', containerRuntimeVersion: 'containerd://1.7.24', osImage: 'Debian GNU/Linux 12 (bookworm)', kernelVersion: '6.1.0-28-amd64', architecture: 'amd64', operatingSystem: 'linux' },
  };
  writes.update(kind, { ...node, status }, { ...writer, subresource: 'status' });
}
