import type { Pod } from '../objects/workloads';
import { badRequest } from './status';

/** The container a request means: the one it names, or the only one. */
export function containerOf(pod: Pod, asked: string | null): string {
  const { name: podName } = pod.metadata;
  const all = [...(pod.spec.initContainers ?? []), ...pod.spec.containers].map(({ name }) => name);
  if (asked !== null && asked !== '') {
    if (!all.includes(asked)) throw badRequest(`container ${asked} is not valid for pod ${podName}`);
    return asked;
  }
  if (pod.spec.containers.length > 1) throw badRequest(`a container name must be specified for pod ${podName}, choose one of: [${all.join(' ')}]`);
  return pod.spec.containers[0]?.name ?? '';
}
