import type { Repository } from '../../content/images';
import type { Blobs } from '../storage/blobs';
import type { Repositories, StoredRepository } from '../storage/repositories';
import { buildImage, buildIndex, buildSbom, type BuiltManifest, type ImagePlan } from './build';

/** Makes the images of the content and puts them where a push would have put them. */
export function pushImages(content: readonly Repository[], blobs: Blobs, repositories: Repositories): void {
  for (const described of content) {
    const repository = repositories.open(described.name);
    for (const version of described.tags) pushVersion(described, version, repository, blobs);
  }
}

function pushVersion({ name, program, exceptions, format, architectures, withSbom }: Repository, version: string, repository: StoredRepository, blobs: Blobs): void {
  const push = (built: BuiltManifest, tag?: string) => {
    for (const blob of built.blobs) repository.link(blobs.add(blob));
    repository.put(built.manifest, tag);
  };
  const plan: ImagePlan = { repository: name, version, program: exceptions?.[version] ?? program, architecture: 'amd64', format: format ?? 'oci' };
  if (!architectures) {
    const image = buildImage(plan);
    push(image, version);
    if (withSbom?.includes(version)) push(buildSbom(plan, image));
    return;
  }
  const images = architectures.map((architecture) => ({ architecture, image: buildImage({ ...plan, architecture }) }));
  for (const { image } of images) push(image);
  push(buildIndex(images), version);
}
