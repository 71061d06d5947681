import { sha256 } from '../random/random';

/** How a program behaves once it runs. All times are site time. */
export interface Program {
  /** Until it answers its readiness probe. */
  readyAfterMs: number;
  /** It ends by itself: a job that is done (0) or a service that crashes. */
  exits?: { afterMs: number; code: number };
  /** Lines it logs when it starts, then one of `ticks` after each `tickMs`. `{host}` and `{version}` are filled in. */
  greeting: readonly string[];
  ticks: readonly string[];
  tickMs: number;
}

export interface Image {
  reference: string;
  /** `harbor.example.com/apps/uuid@sha256:…` */
  imageId: string;
  sizeBytes: number;
  tag: string;
  program: Program;
}

/** What the site's registry holds, until it becomes a server of its own. */
export interface ImageTable {
  find(reference: string): Image | undefined;
  /** Why a pull of that reference fails, in containerd's words. */
  pullError(reference: string): string;
}

export interface Repository {
  name: string;
  tags: readonly string[];
  program: Program;
  /** Versions that behave in another way. */
  exceptions?: Readonly<Record<string, Partial<Program>>>;
}

export function splitReference(reference: string): { repository: string; tag: string } {
  const match = /^(.*?)(?::([^/:]+))?$/.exec(reference);
  return { repository: match?.[1] ?? reference, tag: match?.[2] ?? 'latest' };
}

export function createImageTable(repositories: readonly Repository[]): ImageTable {
  const byName = new Map(repositories.map((repository) => [repository.name, repository]));
  return {
    find(reference) {
      const { repository: name, tag } = splitReference(reference);
      const repository = byName.get(name);
      if (!repository?.tags.includes(tag)) return undefined;
      const digest = sha256(`${name}:${tag}`);
      const sizeBytes = 20_000_000 + (Number.parseInt(digest.slice(0, 6), 16) % 180_000_000);
      return { reference, imageId: `${name}@sha256:${digest}`, sizeBytes, tag, program: { ...repository.program, ...repository.exceptions?.[tag] } };
    },
    pullError(reference) {
      const { repository } = splitReference(reference);
      const failed = `failed to pull and unpack image "${reference}": failed to resolve reference "${reference}"`;
      const host = repository.split('/')[0] ?? '';
      const isKnownHost = repositories.some(({ name }) => name.startsWith(`${host}/`));
      if (isKnownHost) return `rpc error: code = NotFound desc = ${failed}: ${reference}: not found`;
      const server = host.includes('.') ? host : 'registry-1.docker.io';
      return `rpc error: code = Unknown desc = ${failed}: failed to do request: Head "https://${server}/v2/": dial tcp: lookup ${server}: no such host`;
    },
  };
}
