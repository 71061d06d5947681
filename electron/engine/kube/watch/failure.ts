import { isAppError, type AppError } from '@shared/errors/appError';
import { sentence, type Sentence } from '@shared/sentences/sentence';
import type { KubeClient, Resource } from '@electron/engine/kube/types';

/** What a cache reads: one kind in one namespace (null: everywhere) of one cluster. */
export interface Source {
  client: KubeClient;
  readonly resource: Resource;
  readonly namespace: string | null;
}

/** What went wrong, by what is to be done about it. */
export type Failure =
  /** The version is too old to resume from: read everything again. */
  | { kind: 'expired' }
  /** Not permitted or not served: hardly better in a second. */
  | { kind: 'denied'; reason: Sentence }
  /** Nobody answered: what one cache of a server finds out, holds for all of them. */
  | { kind: 'unreachable'; reason: Sentence }
  /** Whatever passes: try again, not before `retryAfterMs`. */
  | { kind: 'broken'; reason: Sentence; retryAfterMs: number };

/** The part of a Kubernetes `Status` that says what failed. */
export interface StatusAnswer {
  code: number;
  reason: string;
  message: string;
}

const isExpired = (code: number | undefined, reason: string | undefined): boolean => code === 410 || reason === 'Expired' || reason === 'Gone';

export const broken = (reason: Sentence, retryAfterMs = 0): Failure => ({ kind: 'broken', reason, retryAfterMs });

const notServed = ({ client, resource }: Source): Failure => ({
  kind: 'denied',
  reason: sentence('freshness.notServed', { server: client.server, resource: resource.plural, apiVersion: resource.apiVersion }),
});

export const unreadable = ({ client, resource }: Source): Failure =>
  broken(sentence('freshness.unreadable', { server: client.server, resource: resource.plural }));

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const failureOfAppError = (source: Source, error: AppError): Failure => {
  const resource = source.resource.plural;
  switch (error.code) {
    case 'FORBIDDEN':
      return { kind: 'denied', reason: error.sentence ?? sentence('freshness.denied', { resource, message: error.message }) };
    case 'NOT_FOUND':
      return notServed(source);
    case 'UPSTREAM': {
      const { status, reason, retryAfterMs } = (error as AppError<'UPSTREAM'>).data;
      if (isExpired(status, reason)) return { kind: 'expired' };
      // An unknown group is answered with plain text, an API that cannot be watched with 405.
      if (status === 404 || status === 405) return notServed(source);
      return broken(error.sentence ?? sentence('freshness.failed', { resource, message: error.message }), retryAfterMs);
    }
    case 'UNREACHABLE':
    case 'TIMEOUT':
      return { kind: 'unreachable', reason: error.sentence ?? sentence('freshness.failed', { resource, message: error.message }) };
    default:
      return broken(error.sentence ?? sentence('freshness.failed', { resource, message: error.message }));
  }
};

/** Judges what a client threw. */
export const failureOfError = (source: Source, error: unknown): Failure =>
  isAppError(error)
    ? failureOfAppError(source, error)
    : broken(sentence('freshness.failed', { resource: source.resource.plural, message: messageOf(error) }));

/** Judges an ERROR event: a watch that was answered with 200 and went wrong later. */
export const failureOfStatus = ({ client, resource }: Source, { code, reason, message }: StatusAnswer): Failure =>
  isExpired(code, reason)
    ? { kind: 'expired' }
    : broken(sentence('freshness.refusedWatch', { server: client.server, resource: resource.plural, message }));
