import { qualified, type Kind } from '../store/kinds';

export interface Cause {
  reason: 'FieldValueInvalid' | 'FieldValueRequired' | 'FieldValueNotSupported' | 'FieldValueForbidden' | 'FieldValueDuplicate' | 'FieldManagerConflict';
  message: string;
  field: string;
}

/** A failure in the server's own words: the body every Kubernetes client knows. */
export class StatusError extends Error {
  constructor(
    readonly code: number,
    readonly reason: string,
    message: string,
    readonly details?: Record<string, unknown>,
  ) {
    super(message);
  }

  body(): Record<string, unknown> {
    return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message: this.message, ...(this.reason && { reason: this.reason }), ...(this.details && { details: this.details }), code: this.code };
  }
}

const about = (kind: Kind, name: string | undefined, kindName = kind.plural) => ({ ...(name && { name }), ...(kind.group && { group: kind.group }), kind: kindName });

export const notFound = (kind: Kind, name: string) => new StatusError(404, 'NotFound', `${qualified(kind)} "${name}" not found`, about(kind, name));

export const noSuchResource = () => new StatusError(404, 'NotFound', 'the server could not find the requested resource', {});

export const methodNotAllowed = () => new StatusError(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {});

export const unsupportedMediaType = () =>
  new StatusError(415, 'UnsupportedMediaType', 'the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml, application/strategic-merge-patch+json', {});

export const badRequest = (message: string) => new StatusError(400, 'BadRequest', message);

export const unauthorized = () => new StatusError(401, 'Unauthorized', 'Unauthorized');

export const alreadyExists = (kind: Kind, name: string) => new StatusError(409, 'AlreadyExists', `${qualified(kind)} "${name}" already exists`, about(kind, name));

export const modified = (kind: Kind, name: string) => conflict(kind, name, 'the object has been modified; please apply your changes to the latest version and try again');

export const conflict = (kind: Kind, name: string, why: string) =>
  new StatusError(409, 'Conflict', `Operation cannot be fulfilled on ${qualified(kind)} "${name}": ${why}`, about(kind, name));

/** A precondition that failed names the kind, not the resource, in message and details. */
export const preconditionFailed = (kind: Kind, name: string, why: string) =>
  new StatusError(409, 'Conflict', `Operation cannot be fulfilled on ${kind.group ? `${kind.kind}.${kind.group}` : kind.kind} "${name}": ${why}`, about(kind, name, kind.kind));

export const expired = (message: string) => new StatusError(410, 'Expired', message);

export const forbidden = (kind: Kind, name: string, why: string) => new StatusError(403, 'Forbidden', `${qualified(kind)} "${name}" is forbidden: ${why}`, about(kind, name));

/** 422 with every cause; several are listed in brackets. */
export function invalid(kind: { kind: string; group: string }, name: string, causes: readonly Cause[]): StatusError {
  const lines = causes.map((cause) => `${cause.field}: ${cause.message}`);
  const what = lines.length === 1 ? lines[0] : `[${lines.join(', ')}]`;
  const title = kind.group ? `${kind.kind}.${kind.group}` : kind.kind;
  return new StatusError(422, 'Invalid', `${title} "${name}" is invalid: ${what}`, {
    ...(name && { name }),
    ...(kind.group && { group: kind.group }),
    kind: kind.kind,
    causes,
  });
}
