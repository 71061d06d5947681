import { createHash } from 'node:crypto';
import { AppError, isAppError } from '@shared/errors/appError';
import { sentence } from '@shared/sentences/sentence';
import type { KubeClient, KubeObject, Resource } from '@electron/engine/kube/types';
import { resourcePath } from '@electron/engine/kube/paths';
import { annotations, fieldManager } from '@electron/engine/revisions/annotations';
import type { Write } from './plan';

/*
 * Why strategic merge patches and not server-side apply, which design §4 names: an apply states everything its manager
 * wants, so applying only an image and later only a restart annotation would give the image up again, and with it the
 * field where nobody else owns it. Changes of one field are therefore patches, as `kubectl set image` sends them, with
 * field manager `wheelhouse` and the resource version they were decided on. Whole objects of a release are applied.
 */

export interface Target {
  client: KubeClient;
  resource: Resource;
  namespace: string;
  name: string;
}

/** Who changes the pod template and why, kept in the cluster for the timeline. */
export interface Stamp {
  changeCause: string;
  changedBy: string;
  changeId: string;
  /** Name of the ControllerRevision that is taken again; null where a new one is made, and for Deployments. */
  reuses: string | null;
}

/** The object with managedFields. Throws NOT_FOUND when it was deleted. */
export const readLive = async (target: Target, signal: AbortSignal): Promise<KubeObject> =>
  (await target.client.request({ path: pathOf(target), signal })) as KubeObject;

/**
 * What the operator looked at, opaque outside. Not the resource version: that one moves with every status update, so
 * that during a rollout nothing could ever be applied. The generation moves with everything an operator decides on.
 */
export const baseOf = ({ metadata }: KubeObject): string => `${metadata.uid}/${metadata.generation ?? 0}`;

/** sha256 (hex) of what people decide on in an object: labels, annotations and specification. */
export const contentHash = ({ metadata, spec }: KubeObject): string => {
  const { [annotations.lastApplied]: _, ...kept } = metadata.annotations ?? {};
  return createHash('sha256').update(JSON.stringify({ labels: metadata.labels, annotations: kept, spec })).digest('hex');
};

/** Asks the server what the write would make of the object; nothing is changed. */
export const dryRun = async (target: Target, live: KubeObject, write: Write, stamp: Stamp, signal: AbortSignal): Promise<KubeObject> => {
  const answer = await send(target, write, stamp, { dryRun: true, signal });
  if (write.target === 'object') return answer;
  // The scale subresource answers with a Scale.
  return { ...live, spec: { ...(live.spec as object), replicas: (answer.spec as { replicas?: number }).replicas } };
};

const attempts = 8;

/**
 * Writes onto the object as it was seen, never over a change made since: the server compares resource versions. Where
 * only the status moved meanwhile, the write is sent again onto the newer version.
 * Answers the object after the write; for the scale subresource as it must be now.
 * Throws CONFLICT when the object was changed or replaced since.
 */
export const writeOnto = async (target: Target, seen: KubeObject, write: Write, stamp: Stamp, signal: AbortSignal): Promise<KubeObject> => {
  let current = seen;
  for (let attempt = 1; ; attempt++) {
    try {
      const answer = await send(target, write, stamp, { resourceVersion: current.metadata.resourceVersion, signal });
      if (write.target === 'object') return answer;
      const { generation = 0 } = current.metadata;
      return { ...current, metadata: { ...current.metadata, generation: generation + 1 }, spec: { ...(current.spec as object), replicas: write.replicas } };
    } catch (error) {
      if (!isAppError(error) || error.code !== 'CONFLICT' || attempt === attempts) throw error;
      current = await readLive(target, signal);
      if (baseOf(current) !== baseOf(seen)) throw moved(target.name);
    }
  }
};

export const moved = (component: string): AppError => new AppError('CONFLICT', sentence('change.moved', { component }), {}, { retryable: true });

interface SendOptions {
  dryRun?: boolean;
  resourceVersion?: string;
  signal: AbortSignal;
}

const send = async (target: Target, write: Write, stamp: Stamp, { dryRun: isDryRun, resourceVersion, signal }: SendOptions): Promise<KubeObject> => {
  const metadata = { ...(resourceVersion === undefined ? {} : { resourceVersion }), ...stampFor(write, stamp) };
  const answer = await target.client.request({
    method: 'PATCH',
    path: write.target === 'scale' ? pathOf(target, 'scale') : pathOf(target),
    query: { fieldManager, dryRun: isDryRun ? 'All' : undefined },
    contentType: 'application/strategic-merge-patch+json',
    body: { ...(write.target === 'scale' ? { spec: { replicas: write.replicas } } : write.patch), metadata },
    signal,
  });
  return answer as KubeObject;
};

/**
 * Only a change of the template is told about in annotations: the controller copies them onto the active revision, so that
 * a cause written while scaling or pausing would replace the true cause of the revision (`kubectl --record` does that).
 */
const stampFor = (write: Write, { changeCause, changedBy, changeId, reuses }: Stamp): { annotations?: Record<string, string | null> } =>
  write.target === 'object' && write.changesTemplate
    ? { annotations: { [annotations.changeCause]: changeCause, [annotations.changedBy]: changedBy, [annotations.changeId]: changeId, [annotations.reuses]: reuses } }
    : {};

const pathOf = ({ resource, namespace, name }: Target, subresource?: string): string => resourcePath(resource, { namespace, name, subresource });
