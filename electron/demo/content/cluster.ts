import type { Draft } from '../objects/meta';
import { sha256 } from '../random/random';
import { bootstrapPolicy } from '../rbac/rules';
import type { Site } from '../site';
import { kindNamed } from '../store/kinds';
import { createAuthor } from './create';

export const nodeNames = ['wheelhouse-node-1', 'wheelhouse-node-2'] as const;

/** Of the node with that index, within the cluster. */
export const nodeAddress = (index: number): string => `192.168.49.${index + 2}`;

/** What every cluster has before anybody uses it: nodes, system namespaces, roles, a storage class. */
export function furnishCluster(site: Site): void {
  const author = createAuthor(site, 'kube-apiserver');
  author.create(undefined, ...['default', 'kube-system', 'kube-public', 'kube-node-lease'].map(namespaceDraft), ...bootstrapPolicy);
  author.create(undefined, { kind: 'StorageClass', metadata: { name: 'standard', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } }, provisioner: 'rancher.io/local-path', reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' });
  author.create(undefined, { kind: 'IngressClass', metadata: { name: 'nginx' }, spec: { controller: 'k8s.io/ingress-nginx' } });
  author.create('default', { kind: 'Service', metadata: { name: 'kubernetes', labels: { component: 'apiserver', provider: 'kubernetes' } }, spec: { clusterIP: '10.96.0.1', ports: [{ name: 'https', port: 443, targetPort: 6443 }] } });
  nodeNames.forEach((name, index) => createNode(site, name, index));
}

export function namespaceDraft(name: string): Draft {
  return { kind: 'Namespace', metadata: { name } };
}

function createNode({ writes }: Site, name: string, index: number): void {
  const kind = kindNamed('Node');
  const writer = { manager: 'kubelet', operation: 'Update' } as const;
  const labels = { 'beta.kubernetes.io/arch': 'amd64', 'beta.kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64', 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux' };
  const podCIDR = `10.244.${index + 1}.0/24`;
  const node = writes.create(kind, { metadata: { name, labels }, spec: { podCIDR, podCIDRs: [podCIDR] } }, writer);
  const amounts = { cpu: '4', 'ephemeral-storage': '61255492Ki', 'hugepages-2Mi': '0', memory: '8145072Ki', pods: '110' };
  const status = {
    addresses: [
      { type: 'InternalIP', address: nodeAddress(index) },
      { type: 'Hostname', address: name },
    ],
    capacity: amounts,
    allocatable: { ...amounts, 'ephemeral-storage': '56453061334', memory: '8042672Ki' },
    daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
    nodeInfo: {
      machineID: sha256(`${name}/machine`).slice(0, 32),
      systemUUID: sha256(`${name}/system`).slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
      bootID: sha256(`${name}/boot`).slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
      kernelVersion: '6.1.0-28-amd64',
      osImage: 'Debian GNU/Linux 12 (bookworm)',
      containerRuntimeVersion: 'containerd://2.1.4',
      kubeletVersion: 'v1.34.1',
      kubeProxyVersion: '',
      operatingSystem: 'linux',
      architecture: 'amd64',
    },
  };
  writes.update(kind, { ...node, status }, { ...writer, subresource: 'status' });
}
