import type { Pod } from '../objects/workloads';
import type { Site } from '../site';
import { kindNamed } from '../store/kinds';
import type { ImageTable } from './images';
import { startPodWorker, type NodeModel, type PodWorker } from './podWorker';

/** The kubelets of all nodes: one worker per pod that is assigned to one. */
export function runKubelets(site: Site, images: ImageTable, nodes: readonly NodeModel[]): void {
  const kind = kindNamed('Pod');
  const workers = new Map<string, PodWorker>();

  site.store.onChange((change) => {
    if (change.kind !== kind) return;
    const pod = change.object as Pod;
    const { uid, deletionTimestamp, deletionGracePeriodSeconds = 30 } = pod.metadata;
    if (change.type === 'DELETED') {
      workers.get(uid)?.drop();
      workers.delete(uid);
      site.logs.forget(uid);
      site.running.forget(uid);
      return;
    }
    const node = nodes.find(({ name }) => name === pod.spec.nodeName);
    if (!node) return;
    let worker = workers.get(uid);
    if (!worker && !deletionTimestamp) {
      // Registered before it runs: starting it writes the pod, which comes back here.
      workers.set(uid, { stop: () => {}, drop: () => {} });
      worker = startPodWorker(site, images, node, pod);
      workers.set(uid, worker);
    }
    if (deletionTimestamp && !(change.previous as Pod | undefined)?.metadata.deletionTimestamp) worker?.stop(deletionGracePeriodSeconds);
  });
}
