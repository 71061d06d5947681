import { AppError, isAppError } from '@shared/errors/appError';
import { sentence } from '@shared/sentences/sentence';
import { resourcePath } from '@electron/engine/kube/paths';
import type { KubeObject } from '@electron/engine/kube/types';
import { admit } from './admit';
import { failureOfError, type Source } from './failure';

/** Everything there was at one moment, and that moment's version. */
export interface Listing {
  objects: KubeObject[];
  version: string;
}

const pageSize = 500;
/** A page of large objects over a slow line takes its time; silence is noticed by the client's socket. */
const pageTimeoutMs = 60_000;

interface Page extends Listing {
  next: string | undefined;
}

const unreadable = ({ client, resource }: Source): AppError =>
  new AppError('UPSTREAM', sentence('freshness.unreadable', { server: client.server, resource: resource.plural }), { system: 'kubernetes' }, { retryable: true });

const readPage = async (source: Source, query: { limit?: number; continue?: string }, signal: AbortSignal): Promise<Page> => {
  const path = resourcePath(source.resource, source);
  const answer = (await source.client.request({ path, query, signal, timeoutMs: pageTimeoutMs })) as {
    items?: unknown;
    metadata?: { resourceVersion?: string; continue?: string };
  } | null;
  const version = answer?.metadata?.resourceVersion;
  // Go writes an empty list of some kinds as null.
  const items = answer?.items ?? [];
  if (!version || !Array.isArray(items)) throw unreadable(source);
  const objects = items.map((item) => admit(source.resource, item));
  if (!objects.every((object) => object !== null)) throw unreadable(source);
  return { objects, version, next: answer.metadata?.continue };
};

/**
 * Reads all objects in pages of 500. All pages show the moment of the first one; when that is too long ago for
 * the server to remember (`continue` has expired), everything is read once more in a single page, which cannot expire.
 * Throws AppError.
 */
export const listAll = async (source: Source, signal: AbortSignal): Promise<Listing> => {
  const first = await readPage(source, { limit: pageSize }, signal);
  const objects = first.objects;
  let { version, next } = first;
  while (next) {
    try {
      const page = await readPage(source, { limit: pageSize, continue: next }, signal);
      for (const object of page.objects) objects.push(object);
      ({ version, next } = page);
    } catch (error) {
      if (!isAppError(error) || failureOfError(source, error).kind !== 'expired') throw error;
      return readPage(source, {}, signal);
    }
  }
  return { objects, version };
};
