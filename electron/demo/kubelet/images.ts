import type { Repository } from '../content/images';
import type { Program } from '../programs/program';
import { programs } from '../programs/programs';
import { sha256 } from '../random/random';

export interface Image {
  reference: string;
  /** `127.0.0.1:5480/apps/uuid@sha256:…` */
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

export function splitReference(reference: string): { repository: string; tag: string } {
  const match = /^(.*?)(?::([^/:]+))?$/.exec(reference);
  return { repository: match?.[1] ?? reference, tag: match?.[2] ?? 'latest' };
}

/** @param registry host and port of the site's registry */
export function createImageTable(registry: string, repositories: readonly Repository[]): ImageTable {
  const byName = new Map(repositories.map((repository) => [`${registry}/${repository.name}`, repository]));
  return {
    find(reference) {
      const { repository: name, tag } = splitReference(reference);
      const repository = byName.get(name);
      if (!repository?.tags.includes(tag)) return undefined;
      const digest = sha256(`${name}:${tag}`);
      const sizeBytes = 20_000_000 + (Number.parseInt(digest.slice(0, 6), 16) % 180_000_000);
      return { reference, imageId: `${name}@sha256:${digest}`, sizeBytes, tag, program: programs[repository.exceptions?.[tag] ?? repository.program] };
    },
    pullError(reference) {
      const { repository } = splitReference(reference);
      const failed = `failed to pull and unpack image "${reference}": failed to resolve reference "${reference}"`;
      const host = repository.split('/')[0] ?? '';
      if (host === registry) return `rpc error: code = NotFound desc = ${failed}: ${reference}: not found`;
      const server = host.includes('.') ? host : 'registry-1.docker.io';
      return `rpc error: code = Unknown desc = ${failed}: failed to do request: Head "https://${server}/v2/": dial tcp: lookup ${server}: no such host`;
    },
  };
}
