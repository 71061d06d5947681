import type { Repository } from '../content/images';
import type { ImageSource } from '../kubelet/images';
import { createAccounts } from '../registry/access/accounts';
import { pushImages } from '../registry/images/seed';
import { createBlobs } from '../registry/storage/blobs';
import { createRepositories } from '../registry/storage/repositories';

/** A registry that tests take away from the nodes and give back. */
export type PausableSource = ImageSource & { isPaused: boolean };

/** What a registry holds, without the registry: nothing can be pushed to it, so that it needs no files. */
export function createImageSource(address: string, content: readonly Repository[]): PausableSource {
  const blobs = createBlobs('');
  const repositories = createRepositories(blobs);
  pushImages(content, blobs, repositories);
  return { address, accounts: createAccounts(), repositories, isPaused: false };
}
