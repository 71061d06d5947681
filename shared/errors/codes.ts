import { z } from 'zod';

/**
 * Every error code that can cross the wire, with the shape of its `data`.
 * The first group may be answered by any procedure; a procedure names those of the second group that
 * it can answer (`errors` in its definition), and the server turns an undeclared one into `INTERNAL`.
 */
export const universalErrors = {
  /** A defect of ours. The log holds stack and cause under `ref`. */
  INTERNAL: z.object({}),
  /** The caller, or the peer's going away, ended the work. */
  ABORTED: z.object({}),
  TIMEOUT: z.object({ timeoutMs: z.number().optional() }),
  /** The connection to the engine went away while the answer was pending. */
  DISCONNECTED: z.object({}),
  INVALID_INPUT: z.object({ issues: z.array(z.object({ path: z.string(), message: z.string() })).max(50) }),
  /** The peer has no session (browser) or the upstream refused the credential. */
  UNAUTHENTICATED: z.object({ system: z.string().optional() }),
  /** The upstream knows who we are and says no; `verb` and `resource` name the missing permission. */
  FORBIDDEN: z.object({ verb: z.string().optional(), resource: z.string().optional(), namespace: z.string().optional() }),
  NOT_FOUND: z.object({ what: z.string().optional() }),
  CONFLICT: z.object({ operationId: z.string().optional(), manager: z.string().optional() }),
  CREDENTIAL_MISSING: z.object({ connection: z.string().optional() }),
  UNREACHABLE: z.object({ target: z.string() }),
  /** An external system answered with an error that has no better code. */
  UPSTREAM: z.object({
    system: z.string(),
    status: z.number().optional(),
    reason: z.string().optional(),
    /** What a `Retry-After` asked for. */
    retryAfterMs: z.number().optional(),
  }),
  /** The environment's policy forbids it: read-only, locked, or the name was not confirmed. */
  POLICY: z.object({ rule: z.enum(['readOnly', 'locked', 'confirmName']), environmentId: z.string() }),
} as const;

export const declaredErrors = {
  /** A kubeconfig cannot be used: unreadable, not YAML, naming a missing user or cluster … */
  KUBECONFIG_INVALID: z.object({ source: z.string(), line: z.number().optional() }),
  /** An exec credential plugin is absent, hangs or answers rubbish. */
  EXEC_PLUGIN: z.object({ command: z.string(), installHint: z.string().optional() }),
  CERTIFICATE: z.object({ host: z.string(), reason: z.string() }),
  /** The vault cannot be opened: no passphrase yet, the wrong one, a damaged file, or no safe storage on this machine. */
  VAULT: z.object({ state: z.enum(['locked', 'uninitialized', 'unavailable', 'damaged', 'wrongPassphrase']) }),
  /** The change cannot be made as things are (paused, no such revision, nothing to change …). */
  PRECONDITION: z.object({}),
} as const;

export const errorData = { ...universalErrors, ...declaredErrors };
export type ErrorCode = keyof typeof errorData;
export type DeclaredErrorCode = keyof typeof declaredErrors;
export type ErrorData<C extends ErrorCode> = z.infer<(typeof errorData)[C]>;

export const errorCodeSchema = z.enum(Object.keys(errorData) as [ErrorCode, ...ErrorCode[]]);

export const isUniversal = (code: ErrorCode): boolean => code in universalErrors;
