import { RegistryError } from '../errors';
import type { Blobs } from './blobs';
import type { ImageConfig } from './imageConfig';
import type { Descriptor, ManifestContent } from './manifest';

/** A manifest byte by byte as it was pushed, with what is read from it. */
export interface StoredManifest {
  readonly digest: string;
  readonly mediaType: string;
  readonly bytes: Buffer;
  readonly content: ManifestContent;
  /** Of an image; indexes and artifacts have none. */
  readonly config?: ImageConfig;
}

/** A blob is in a repository when it was pushed or mounted there: what others hold is not visible. */
export interface StoredRepository {
  readonly name: string;
  readonly manifests: ReadonlyMap<string, StoredManifest>;
  /** Digests by tag. */
  readonly tags: ReadonlyMap<string, string>;
  /** By tag or digest. */
  find(reference: string): StoredManifest | undefined;
  has(blob: string): boolean;
  link(blob: string): void;
  /** Refuses what names blobs or manifests that are not here. The subject need not be: it may come later. */
  put(manifest: StoredManifest, tag?: string): void;
  untag(tag: string): boolean;
  /** Takes its tags along. */
  removeManifest(digest: string): boolean;
  removeBlob(digest: string): Promise<boolean>;
}

export interface Repositories {
  /** Undefined until something was put there. */
  get(name: string): StoredRepository | undefined;
  /** Makes it where there is none. */
  open(name: string): StoredRepository;
  /** Of those that hold manifests, sorted. */
  names(): string[];
}

export function createRepositories(blobs: Blobs): Repositories {
  const all = new Map<string, StoredRepository>();
  const dropUnused = async (digest: string) => {
    if (![...all.values()].some((repository) => repository.has(digest))) await blobs.remove(digest);
  };
  return {
    get: (name) => all.get(name),
    open(name) {
      const found = all.get(name) ?? createRepository(name, dropUnused);
      all.set(name, found);
      return found;
    },
    names: () => [...all.values()].filter(({ manifests }) => manifests.size > 0).map(({ name }) => name).sort(),
  };
}

function createRepository(name: string, dropUnused: (digest: string) => Promise<void>): StoredRepository {
  const manifests = new Map<string, StoredManifest>();
  const tags = new Map<string, string>();
  const linked = new Set<string>();

  const isMissing = ({ digest, urls }: Descriptor) => !urls?.length && !linked.has(digest);
  const missingFrom = ({ config, layers = [], manifests: children = [] }: ManifestContent): Descriptor[] => [...[...(config ? [config] : []), ...layers].filter(isMissing), ...children.filter(({ digest }) => !manifests.has(digest))];

  return {
    name,
    manifests,
    tags,
    find: (reference) => manifests.get(tags.get(reference) ?? reference),
    has: (blob) => linked.has(blob),
    link: (blob) => void linked.add(blob),
    put(manifest, tag) {
      const [missing] = missingFrom(manifest.content);
      if (missing) throw new RegistryError('MANIFEST_BLOB_UNKNOWN', { detail: missing.digest });
      manifests.set(manifest.digest, manifest);
      if (tag !== undefined) tags.set(tag, manifest.digest);
    },
    untag: (tag) => tags.delete(tag),
    removeManifest(digest) {
      for (const [tag, tagged] of tags) if (tagged === digest) tags.delete(tag);
      return manifests.delete(digest);
    },
    async removeBlob(digest) {
      if (!linked.delete(digest)) return false;
      await dropUnused(digest);
      return true;
    },
  };
}
