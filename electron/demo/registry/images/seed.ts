import type { Repository } from '../../content/images';
import type { Blobs } from '../storage/blobs';
import type { Repositories, StoredRepository } from '../storage/repositories';
import { buildImage, buildIndex, buildSbom, type BuiltManifest, type ImagePlan } from './build';

/** Makes the images of the content and puts them where a push would have put them. */
export async function pushImages(content: readonly Repository[], blobs: Blobs, repositories: Repositories): Promise<void> {
  for (const described of content) {
    const repository = repositories.open(described.name);
    for (const version of described.tags) await pushVersion(described, version, repository, blobs);
  }
}

async function pushVersion({ name, program, exceptions, format, architectures, withSbom }: Repository, version: string, repository: StoredRepository, blobs: Blobs): Promise<void> {
  const push = async (built: BuiltManifest, tag?: string) => {
    for (const blob of built.blobs) repository.link(blobs.add(blob));
    await repository.put(built.bytes, built.mediaType, tag);
  };
  const plan: ImagePlan = { repository: name, version, program: exceptions?.[version] ?? program, architecture: 'amd64', format: format ?? 'oci' };
  if (!architectures) {
    const image = buildImage(plan);
    await push(image, version);
    if (withSbom?.includes(version)) await push(buildSbom(plan, image));
    return;
  }
  const images = architectures.map((architecture) => ({ architecture, image: buildImage({ ...plan, architecture }) }));
  for (const { image } of images) await push(image);
  await push(buildIndex(images), version);
}
