import type { ContainerImage } from '@shared/model/component';
import type { Container, Pod, PodSpec } from '@electron/engine/kube/objects';

export interface ImageReference {
  /** Host with port, or null where the runtime's default registry is meant. */
  registry: string | null;
  /** Everything before tag and digest, as written: `10.0.0.2:5000/apps/uuid`. */
  repository: string;
  tag: string | null;
  /** `sha256:…` */
  digest: string | null;
}

/**
 * Takes an image reference apart (`[registry/]path[:tag][@digest]`). Never throws: a reference that is not
 * valid comes back with what could be recognised, since the cluster holds such ones too.
 */
export const parseImage = (reference: string): ImageReference => {
  const [named = '', digest = null] = splitOnce(reference, '@');
  // A colon before the last slash belongs to the registry's port, not to a tag.
  const slash = named.lastIndexOf('/');
  const colon = named.lastIndexOf(':');
  const repository = colon > slash ? named.slice(0, colon) : named;
  const tag = colon > slash ? named.slice(colon + 1) : null;
  const first = repository.includes('/') ? repository.slice(0, repository.indexOf('/')) : '';
  const isHost = first.includes('.') || first.includes(':') || first === 'localhost';
  return { registry: isHost ? first : null, repository, tag: tag === '' ? null : tag, digest };
};

const splitOnce = (text: string, separator: string): [string] | [string, string] => {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
};

/**
 * The registry digest in a container status's `imageID`, or null. Docker names an image that was built or loaded
 * on the node `docker://sha256:…`, containerd just `sha256:…`: that is the id of the local configuration, which
 * no registry knows, and showing it as a digest would be a lie.
 */
export const digestOf = (imageId: string | undefined): string | null => {
  const digest = /^(?:docker-pullable:\/\/)?[^@\s]+@(sha256:[a-f0-9]{64})$/.exec(imageId ?? '');
  return digest?.[1] ?? null;
};

/** What a short fact says of an image: its tag, else the start of its digest. */
export const imageLabel = (reference: string): string => {
  const { tag, digest } = parseImage(reference);
  return tag ?? digest?.slice(0, 19) ?? 'latest';
};

/** The images of a pod template, each with the digests that its pods really run. Pods that still run another image do not count. */
export const containerImages = (spec: PodSpec | undefined, pods: readonly Pod[]): ContainerImage[] => [
  ...(spec?.containers ?? []).map((container) => containerImage(container, false, pods)),
  ...(spec?.initContainers ?? []).map((container) => containerImage(container, true, pods)),
];

const containerImage = (container: Container, init: boolean, pods: readonly Pod[]): ContainerImage => {
  const image = container.image ?? '';
  const counts = new Map<string, number>();
  for (const running of pods.flatMap(podImages)) {
    if (running.digest === null || running.container !== container.name || running.image !== image) continue;
    counts.set(running.digest, (counts.get(running.digest) ?? 0) + 1);
  }
  const { repository, tag } = parseImage(image);
  return { container: container.name, init, image, repository, tag, digests: [...counts].map(([digest, running]) => ({ digest, pods: running })) };
};

/** What each container of a pod asks for and runs. */
export const podImages = (pod: Pod): { container: string; image: string; digest: string | null }[] => {
  const statuses = [...(pod.status?.containerStatuses ?? []), ...(pod.status?.initContainerStatuses ?? [])];
  const byName = new Map(statuses.map((status) => [status.name, status]));
  // The status's own `image` is not used: runtimes answer with any tag that has the same content.
  return [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers ?? [])].map(({ name, image = '' }) => ({
    container: name,
    image,
    digest: digestOf(byName.get(name)?.imageID),
  }));
};
