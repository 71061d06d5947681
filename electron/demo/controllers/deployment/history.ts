import type { Deployment, ReplicaSet } from '../../objects/workloads';
import type { Site } from '../../site';
import { revisionOf } from './annotations';
import { setKind } from './parts';

/** Forgets the ReplicaSets of the lowest revisions beyond the limit. One that still has pods is kept though it counts. */
export function trimHistory({ deletes }: Site, deployment: Deployment, old: readonly ReplicaSet[]): void {
  const alive = old.filter((set) => !set.metadata.deletionTimestamp).sort((a, b) => revisionOf(a) - revisionOf(b));
  const surplus = alive.slice(0, Math.max(0, alive.length - deployment.spec.revisionHistoryLimit));
  const idle = surplus.filter(({ spec, status, metadata }) => spec.replicas === 0 && status.replicas === 0 && (status.observedGeneration ?? 0) >= (metadata.generation ?? 0));
  for (const { metadata } of idle) deletes.remove(setKind, metadata.namespace, metadata.name);
}
