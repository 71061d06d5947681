import { isDigest, isRepositoryName, isTag } from '../registry/names';

/** An image reference taken apart, with what a container runtime fills in. */
export interface Reference {
  /** Host and port of the registry. */
  host: string;
  repository: string;
  tag?: string;
  digest?: string;
  /** As container runtimes write it in full: `docker.io/library/nginx:latest`. */
  full: string;
}

const shorthandHost = 'docker.io';

/** Undefined when it is none: what a kubelet calls an invalid reference format. */
export function parseReference(text: string): Reference | undefined {
  const [named = '', digest, more] = text.split('@');
  if (more !== undefined || (digest !== undefined && !isDigest(digest))) return undefined;
  const slash = named.indexOf('/');
  const first = named.slice(0, Math.max(0, slash));
  const hasHost = /[.:]/.test(first) || first === 'localhost';
  const host = hasHost ? first : shorthandHost;
  const rest = hasHost ? named.slice(slash + 1) : named;
  const colon = rest.indexOf(':');
  const path = colon === -1 ? rest : rest.slice(0, colon);
  const repository = host === shorthandHost && !path.includes('/') ? `library/${path}` : path;
  const tag = colon === -1 ? undefined : rest.slice(colon + 1);
  if (!isRepositoryName(repository) || (tag !== undefined && !isTag(tag))) return undefined;
  const effective = tag ?? (digest === undefined ? 'latest' : undefined);
  const full = `${host}/${repository}${effective === undefined ? '' : `:${effective}`}${digest === undefined ? '' : `@${digest}`}`;
  return { host, repository, ...(effective !== undefined && { tag: effective }), ...(digest !== undefined && { digest }), full };
}
