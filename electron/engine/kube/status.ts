/** The part of a Kubernetes `Status` that errors are made of. */
export interface Status {
  readonly message: string;
  readonly reason?: string;
  readonly details?: {
    readonly name?: string;
    readonly kind?: string;
    readonly retryAfterSeconds?: number;
    readonly causes?: readonly { readonly reason?: string; readonly message?: string; readonly field?: string }[];
  };
}

export interface MissingPermission {
  readonly user: string;
  readonly verb: string;
  readonly resource: string;
  readonly namespace?: string;
}

const onResource =
  /User "(?<user>[^"]*)" cannot (?<verb>\S+) resource "(?<resource>[^"]*)" in API group "[^"]*"(?: in the namespace "(?<namespace>[^"]*)"| at the cluster scope)/;
const onPath = /User "(?<user>[^"]*)" cannot (?<verb>\S+) path "(?<resource>[^"]*)"/;

/**
 * What RBAC says is missing. The `Status` has it in its message only; the wording has not changed since v1.10.
 * Null for other refusals (quotas, admission), whose message stands for itself.
 */
export const missingPermission = (message: string): MissingPermission | null => {
  const groups = (onResource.exec(message) ?? onPath.exec(message))?.groups;
  return groups ? { user: groups.user ?? '', verb: groups.verb ?? '', resource: groups.resource ?? '', namespace: groups.namespace } : null;
};

const conflictWith = /conflict with "(?<manager>[^"]+)"/;

/** Who manages the fields that a server-side apply would have taken over; null for other conflicts. */
export const fieldConflict = ({ details }: Status): { manager: string; fields: string } | null => {
  const causes = (details?.causes ?? []).filter(({ reason }) => reason === 'FieldManagerConflict');
  if (causes.length === 0) return null;
  const managers = new Set(causes.map(({ message }) => conflictWith.exec(message ?? '')?.groups?.manager ?? '?'));
  return { manager: [...managers].join(', '), fields: [...new Set(causes.map(({ field }) => field ?? '?'))].join(', ') };
};
