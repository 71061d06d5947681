import type { Pod } from '../objects/workloads';
import type { Program } from '../programs/program';
import { programs, type ProgramName } from '../programs/programs';
import { foreignProcessor, unsimulated } from '../programs/unsimulated';
import { allowedActions } from '../registry/access/accounts';
import { programLabel, versionLabel } from '../registry/images/build';
import type { Registry } from '../registry/registry';
import { isIndexType } from '../registry/storage/manifest';
import type { ImageConfig } from '../registry/storage/imageConfig';
import type { StoredManifest, StoredRepository } from '../registry/storage/repositories';
import type { Store } from '../store/store';
import { pullFailures } from './pullFailures';
import { pullCredentials } from './pullSecrets';
import { parseReference, type Reference } from './references';

export interface Image {
  reference: string;
  /** `127.0.0.1:5480/apps/uuid@sha256:…`: of the manifest or index that the reference names. */
  imageId: string;
  sizeBytes: number;
  /** As its label says, else its tag. */
  version: string;
  program: Program;
  config: ImageConfig;
}

/** What nodes get from registries. They reach one only, their site's, and see what is in it now. */
export interface ImageTable {
  find(reference: string, pod: Pod): Image | undefined;
  /** Why a pull of that reference fails, in containerd's words. */
  pullError(reference: string, pod: Pod): string;
  /** Why it is no reference at all, in the kubelet's words. */
  nameProblem(reference: string): string | undefined;
}

/** What nodes see of a registry. */
export type ImageSource = Pick<Registry, 'address' | 'accounts' | 'repositories' | 'isPaused'>;

type Outcome = { image: Image } | { failure: string };

/** Of all nodes. */
const processor = 'amd64';

export function createImageTable(registry: ImageSource, store: Store): ImageTable {
  const resolve = (text: string, pod: Pod): Outcome => {
    const reference = parseReference(text);
    if (!reference) return { failure: invalidReference(text) };
    const fails = pullFailures(reference);
    if (reference.host !== registry.address) return { failure: fails.unknownHost() };
    if (registry.isPaused) return { failure: fails.refused() };
    const denial = denialOf(reference, pod);
    if (denial) return { failure: denial };
    const repository = registry.repositories.get(reference.repository);
    const found = repository?.find(reference.digest ?? reference.tag ?? '');
    if (!repository || !found) return { failure: fails.notFound() };
    const manifest = manifestForNodes(repository, found);
    if (!manifest) return { failure: fails.noPlatform() };
    if (!manifest.config) return { failure: fails.noImage() };
    return { image: imageOf(text, reference, found, manifest, manifest.config) };
  };

  /** Every credential that fits is tried; wrong ones fail even where none are needed, as the token service refuses them. */
  const denialOf = (reference: Reference, pod: Pod): string | undefined => {
    const credentials = pullCredentials(store, pod, registry.address);
    const accounts = credentials.flatMap((credential) => registry.accounts.signIn(credential) ?? []);
    if (credentials.length > 0 && accounts.length === 0) return pullFailures(reference).wrongCredentials();
    return allowedActions(accounts[0], reference.repository).includes('pull') ? undefined : pullFailures(reference).denied();
  };

  return {
    find(text, pod) {
      const outcome = resolve(text, pod);
      return 'image' in outcome ? outcome.image : undefined;
    },
    pullError(text, pod) {
      const outcome = resolve(text, pod);
      // Between a look at the registry and this one somebody may have pushed it.
      return 'failure' in outcome ? outcome.failure : 'context canceled';
    },
    nameProblem: (text) => (parseReference(text) ? undefined : invalidReference(text)),
  };
}

const invalidReference = (text: string) => `Failed to apply default image tag "${text}": couldn't parse image name "${text}": invalid reference format`;

/** Of an index the part for the nodes' processor; an image by itself is taken whatever it was made for. */
function manifestForNodes(repository: StoredRepository, found: StoredManifest): StoredManifest | undefined {
  if (!isIndexType(found.mediaType)) return found;
  for (const { digest, platform } of found.content.manifests ?? []) {
    const child = repository.find(digest);
    const { os, architecture } = platform ?? child?.config ?? {};
    if (child && os === 'linux' && architecture === processor) return child;
  }
  return undefined;
}

function imageOf(text: string, reference: Reference, found: StoredManifest, { bytes, content }: StoredManifest, config: ImageConfig): Image {
  const { labels, architecture, command } = config;
  const name = labels[programLabel];
  const simulated = name !== undefined && Object.hasOwn(programs, name) ? programs[name as ProgramName] : unsimulated;
  const program = architecture === '' || architecture === processor ? simulated : foreignProcessor(command[0] ?? '/bin/sh');
  const sizeBytes = [...(content.layers ?? []), ...(content.config ? [content.config] : [])].reduce((sum, { size }) => sum + size, bytes.length);
  const version = labels[versionLabel] ?? reference.tag ?? 'latest';
  return { reference: text, imageId: `${reference.host}/${reference.repository}@${found.digest}`, sizeBytes, version, program, config };
}
