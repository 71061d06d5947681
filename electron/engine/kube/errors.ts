import { z } from 'zod';
import { AppError, isAppError } from '@shared/errors/appError';
import { sentence } from '@shared/sentences/sentence';
import { fieldConflict, missingPermission, type Status } from './status';
import { certificateError, networkError, type Target } from './network';

/** Who asked whom: what the sentences of errors speak of. */
export interface Asker extends Target {
  readonly user: string;
}

const statusSchema = z.object({
  kind: z.literal('Status'),
  message: z.string().catch(''),
  reason: z.string().optional().catch(undefined),
  details: z
    .object({
      name: z.string().optional(),
      kind: z.string().optional(),
      retryAfterSeconds: z.number().optional(),
      causes: z.array(z.object({ reason: z.string().optional(), message: z.string().optional(), field: z.string().optional() })).optional(),
    })
    .optional()
    .catch(undefined),
});

export interface Refusal {
  readonly status: number;
  readonly body: string;
  readonly method: string;
  readonly path: string;
  readonly retryAfterMs?: number;
}

/** Turns an answer of the API server with a status of 300 and above into the error that says what to do. */
export const refusalError = (asker: Asker, refusal: Refusal): AppError => {
  const { status: code, retryAfterMs } = refusal;
  const status = readStatus(refusal.body);
  if (code === 401) {
    return new AppError('UNAUTHENTICATED', sentence('kube.unauthenticated', { target: asker.server, user: asker.user }), { system: 'kubernetes' });
  }
  // What the API server itself says for a path or group that it does not serve; a web server's 404 is something else.
  if (!status && code === 404 && refusal.body.startsWith('404 page not found')) return notFound({ message: '' }, refusal.path);
  if (!status) return notKubernetes(asker, code, retryAfterMs);
  const { message, reason } = status;
  const upstream = (what: ReturnType<typeof sentence>, retryable = false): AppError =>
    new AppError('UPSTREAM', what, { system: 'kubernetes', status: code, reason, retryAfterMs }, { retryable });
  switch (code) {
    case 403:
      return forbidden(status);
    case 404:
      return notFound(status, refusal.path);
    case 409:
      return conflict(status);
    case 410:
      return upstream(sentence('kube.expired'), true);
    case 400:
    case 422:
      return upstream(sentence('kube.invalid', { message }));
    case 429:
    case 503:
      return upstream(sentence('kube.busy', { message }), true);
    default:
      return upstream(sentence('kube.failed', { status: code, message }), code >= 500);
  }
};

export const notKubernetes = ({ server }: Target, status: number, retryAfterMs?: number): AppError =>
  new AppError(
    'UPSTREAM',
    sentence('connection.notKubernetes', { target: server, status }),
    { system: 'kubernetes', status, retryAfterMs },
    { retryable: status === 429 || status >= 500 },
  );

const readStatus = (body: string): Status | null => {
  try {
    return statusSchema.parse(JSON.parse(body));
  } catch {
    // Proxies and login pages answer with HTML; the caller says so.
    return null;
  }
};

const forbidden = (status: Status): AppError => {
  const missing = missingPermission(status.message);
  if (!missing) return new AppError('FORBIDDEN', sentence('kube.forbidden', { message: status.message }), {});
  const { user, verb, resource, namespace } = missing;
  const what =
    namespace === undefined
      ? sentence('kube.forbiddenInCluster', { user, verb, resource })
      : sentence('policy.missingPermission', { user, verb, resource, namespace });
  return new AppError('FORBIDDEN', what, { verb, resource, namespace });
};

const notFound = ({ details }: Status, path: string): AppError => {
  const what = details?.name ? `${details.kind ?? ''} ${details.name}`.trim() : path;
  return new AppError('NOT_FOUND', sentence('kube.notFound', { what }), { what });
};

const conflict = (status: Status): AppError => {
  const field = fieldConflict(status);
  if (field) return new AppError('CONFLICT', sentence('kube.fieldConflict', field), { manager: field.manager });
  const key = status.reason === 'AlreadyExists' ? 'kube.exists' : 'kube.conflict';
  return new AppError('CONFLICT', sentence(key, { message: status.message }), {});
};

/** Turns what went wrong below HTTP into the error that says what to do. */
export const failureError = (target: Target, error: unknown): AppError => {
  if (isAppError(error)) return error;
  return certificateError(target, error) ?? networkError(target, error);
};
