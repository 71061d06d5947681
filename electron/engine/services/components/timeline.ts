import type { ComponentRef } from '@shared/model/component';
import type { Revision, Timeline } from '@shared/model/revision';
import type { Pod } from '@electron/engine/kube/objects';
import { managerOf, templatePath } from '@electron/engine/revisions/managers';
import { openComponent, type LiveComponent } from '@electron/engine/revisions/liveComponent';
import { isPodOf, type KeptRevision, type RolloutWorkload } from '@electron/engine/revisions/revisions';
import { containersOf } from '@electron/engine/revisions/templates';
import { rolloutNumbers } from '@electron/engine/rollout/numbers';
import { hasEnded, isReady, parseImage, plainCause, podImages, timeOf } from '@electron/engine/workloads';
import { latest } from '@electron/engine/streams/latest';
import { resourcePath } from '@electron/engine/kube/paths';
import type { KubeObject } from '@electron/engine/kube/types';
import type { OpenEnvironment } from '@electron/engine/services/environmentAccess';

/**
 * Every revision of a component, newest first, anew whenever one of its parts changes.
 * Throws PRECONDITION for kinds without revisions, and what discovery throws.
 */
export async function* watchTimeline(environment: OpenEnvironment, ref: ComponentRef, signal: AbortSignal): AsyncGenerator<Timeline> {
  const component = await openComponent(environment, ref, { revisions: true, pods: true }, signal);
  const manager = createManagerLookup(environment, component);
  let told = '';
  for await (const timeline of latest(() => readTimeline(component, manager), component.onChange, signal)) {
    const text = JSON.stringify(timeline);
    // Most changes of pods (a heartbeat, a probe) change nothing here.
    if (text === told) continue;
    told = text;
    yield timeline;
  }
}

const readTimeline = async (component: LiveComponent, manager: ManagerLookup): Promise<Timeline> => {
  const workload = component.workload();
  const freshness = component.freshness();
  if (!workload) return { revisions: [], current: null, previous: null, historyLimit: null, freshness };
  const { revisions, current, previous } = component.history(workload);
  const pods = component.pods(workload).filter((pod) => !pod.metadata.deletionTimestamp && !hasEnded(pod));
  // Only the present template can be asked about: a field manager is known of the workload, not of what it once was.
  const currentManager = current && current.changedBy === null ? await manager(workload) : null;
  const { desired } = rolloutNumbers(workload);
  return {
    revisions: revisions.map((revision) => {
      const isCurrent = revision.number === current?.number;
      return describe(revision, pods.filter((pod) => isPodOf(revision, pod)), { active: isCurrent, desired: isCurrent ? desired : null, manager: revision.changedBy ?? (isCurrent ? currentManager : null) });
    }),
    current: current?.number ?? null,
    previous: previous?.number ?? null,
    historyLimit: workload.spec?.revisionHistoryLimit ?? 10,
    freshness,
  };
};

interface Standing {
  active: boolean;
  /** Null for a revision that is not wanted any more: it wants what it still has. */
  desired: number | null;
  manager: string | null;
}

const describe = (revision: KeptRevision, pods: readonly Pod[], { active, desired: wanted, manager }: Standing): Revision => {
  const desired = wanted ?? pods.length;
  const ready = pods.filter(isReady).length;
  const running = pods.flatMap(podImages);
  return {
    number: revision.number,
    name: revision.object.metadata.name,
    images: containersOf(revision.template).map(({ name: container, image = '' }) => {
      const { tag, digest } = parseImage(image);
      return { container, image, tag, digest: digest ?? running.find((one) => one.container === container && one.digest !== null)?.digest ?? null };
    }),
    changeCause: plainCause(revision.changeCause),
    manager,
    createdAt: timeOf(revision.object.metadata.creationTimestamp) ?? 0,
    active,
    ready: desired === 0 ? null : ready >= desired,
    pods: { desired, ready },
  };
};

type ManagerLookup = (workload: RolloutWorkload) => Promise<string | null>;

/**
 * Who last wrote the template. Caches strip managedFields, so the object is read once for every generation; a failure
 * leaves the answer open and is no reason to show no timeline.
 */
const createManagerLookup = ({ client, namespace }: OpenEnvironment, { leases }: LiveComponent): ManagerLookup => {
  let known: { key: string; answer: Promise<string | null> } | null = null;
  return ({ metadata }) => {
    const resource = leases.workload?.resource;
    if (!resource) return Promise.resolve(null);
    const key = `${metadata.uid}/${metadata.generation ?? 0}`;
    if (known?.key !== key) {
      const answer = client
        .request({ path: resourcePath(resource, { namespace, name: metadata.name }) })
        .then((object) => managerOf(object as KubeObject, templatePath))
        .catch(() => null);
      known = { key, answer };
    }
    return known.answer;
  };
};
