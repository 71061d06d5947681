import type { ConfigMap, PersistentVolumeClaim, Secret } from '@electron/engine/kube/objects';
import type { KubeObject } from '@electron/engine/kube/types';
import { plainMessage, type ReferencedKind } from '@electron/engine/workloads';
import type { Status } from '@shared/model/status';
import { sentence } from '@shared/sentences/sentence';
import { absent, identity, type NodeDraft } from './draft';
import { storeOf, type TopologySource } from './kinds';

/** Who needs an object, and what of it. */
export interface Use {
  /** Name of the workload or Ingress. */
  by: string;
  keys: readonly string[];
  optional: boolean;
}

/** The object that something uses, or what stands for it. Null where it is not there and need not be, or is not read yet. */
export const usedNode = (kind: ReferencedKind, name: string, namespace: string, uses: readonly Use[], source: TopologySource): NodeDraft | null => {
  const layer = kind === 'PersistentVolumeClaim' ? 'storage' : 'config';
  const readable = source[kind];
  if (readable === 'loading') return null;
  if (readable === 'denied') return absent(kind, name, layer, { word: 'unknown', cause: sentence('status.unreadable') });
  const object = storeOf(readable)?.byName(namespace, name);
  if (object) return kind === 'PersistentVolumeClaim' ? claimNode(object) : configNode(object, uses);
  const needed = uses.find(({ optional }) => !optional);
  return needed ? absent(kind, name, layer, { word: 'missing', cause: sentence('status.missing', { kind, name, by: needed.by }) }) : null;
};

const mostKeys = 3;

/** ConfigMaps and Secrets: only the names of their keys leave here, never a value. */
const configNode = (object: KubeObject, uses: readonly Use[]): NodeDraft => {
  const { data = {}, binaryData = {} } = object as ConfigMap & Secret;
  const keys = [...Object.keys(data), ...Object.keys(binaryData)].sort();
  return { ...identity(object), layer: 'config', status: configStatus(keys, uses), facts: keys.length > mostKeys ? [...keys.slice(0, mostKeys), `+${keys.length - mostKeys}`] : keys };
};

const configStatus = (keys: readonly string[], uses: readonly Use[]): Status => {
  for (const { by, keys: needed } of uses) {
    const key = needed.find((candidate) => !keys.includes(candidate));
    if (key !== undefined) return { word: 'abnormal', cause: sentence('status.config.lacksKey', { key: plainMessage(key), workload: by }) };
  }
  return { word: 'idle', cause: sentence('status.config.used', { keys: keys.length }) };
};

export const claimNode = (object: KubeObject): NodeDraft => {
  const { spec, status } = object as PersistentVolumeClaim;
  const size = status?.capacity?.storage ?? spec?.resources?.requests?.storage;
  return {
    ...identity(object),
    layer: 'storage',
    status: claimStatus(status?.phase, spec?.volumeName ?? ''),
    facts: [size, spec?.storageClassName].filter((fact) => fact !== undefined && fact !== '') as string[],
  };
};

const claimStatus = (phase: string | undefined, volume: string): Status => {
  if (phase === 'Bound') return { word: 'running', cause: sentence('status.claim.bound', { volume }) };
  if (phase === 'Lost') return { word: 'abnormal', cause: sentence('status.claim.lost', { volume }) };
  return { word: 'starting', cause: sentence('status.claim.pending') };
};
