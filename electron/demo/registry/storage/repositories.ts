import { RegistryError } from '../errors';
import { digestOf } from '../names';
import type { Blobs } from './blobs';
import { parseImageConfig, type ImageConfig } from './imageConfig';
import { isImageConfig, parseManifest, type Descriptor, type ManifestContent } from './manifest';

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
  put(bytes: Buffer, mediaType: string, tag?: string): Promise<StoredManifest>;
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

const largestConfig = 4 * 1024 * 1024;

export function createRepositories(blobs: Blobs): Repositories {
  const all = new Map<string, StoredRepository>();
  const dropUnused = async (digest: string) => {
    if (![...all.values()].some((repository) => repository.has(digest))) await blobs.remove(digest);
  };
  return {
    get: (name) => all.get(name),
    open(name) {
      const found = all.get(name) ?? createRepository(name, blobs, dropUnused);
      all.set(name, found);
      return found;
    },
    names: () => [...all.values()].filter(({ manifests }) => manifests.size > 0).map(({ name }) => name).sort(),
  };
}

function createRepository(name: string, blobs: Blobs, dropUnused: (digest: string) => Promise<void>): StoredRepository {
  const manifests = new Map<string, StoredManifest>();
  const tags = new Map<string, string>();
  const linked = new Set<string>();

  const isMissing = ({ digest, urls }: Descriptor) => !urls?.length && !linked.has(digest);
  const missingFrom = ({ config, layers = [], manifests: children = [] }: ManifestContent): Descriptor[] => [...[...(config ? [config] : []), ...layers].filter(isMissing), ...children.filter(({ digest }) => !manifests.has(digest))];
  const configOf = async ({ config }: ManifestContent): Promise<ImageConfig | undefined> => {
    const blob = config && isImageConfig(config) ? blobs.get(config.digest) : undefined;
    return blob && blob.size <= largestConfig ? parseImageConfig(await blob.read()) : undefined;
  };

  return {
    name,
    manifests,
    tags,
    find: (reference) => manifests.get(tags.get(reference) ?? reference),
    has: (blob) => linked.has(blob),
    link: (blob) => void linked.add(blob),
    async put(bytes, mediaType, tag) {
      const content = parseManifest(bytes, mediaType);
      const [missing] = missingFrom(content);
      if (missing) throw new RegistryError('MANIFEST_BLOB_UNKNOWN', { detail: missing.digest });
      const config = await configOf(content);
      const manifest: StoredManifest = { digest: digestOf(bytes), mediaType, bytes, content, ...(config && { config }) };
      manifests.set(manifest.digest, manifest);
      if (tag !== undefined) tags.set(tag, manifest.digest);
      return manifest;
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
