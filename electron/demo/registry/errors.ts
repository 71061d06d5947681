/** Error codes of the distribution protocol, and those that registries add to it. */
export type ErrorCode =
  | 'BLOB_UNKNOWN'
  | 'BLOB_UPLOAD_INVALID'
  | 'BLOB_UPLOAD_UNKNOWN'
  | 'DENIED'
  | 'DIGEST_INVALID'
  | 'MANIFEST_BLOB_UNKNOWN'
  | 'MANIFEST_INVALID'
  | 'MANIFEST_UNKNOWN'
  | 'NAME_INVALID'
  | 'NAME_UNKNOWN'
  | 'PAGINATION_NUMBER_INVALID'
  | 'SIZE_INVALID'
  | 'TAG_INVALID'
  | 'UNAUTHORIZED'
  | 'UNKNOWN'
  | 'UNSUPPORTED';

interface Known {
  status: number;
  message: string;
}

/** Status and words of each, as docker-registry has them. */
const known: Record<ErrorCode, Known> = {
  BLOB_UNKNOWN: { status: 404, message: 'blob unknown to registry' },
  BLOB_UPLOAD_INVALID: { status: 400, message: 'blob upload invalid' },
  BLOB_UPLOAD_UNKNOWN: { status: 404, message: 'blob upload unknown to registry' },
  DENIED: { status: 403, message: 'requested access to the resource is denied' },
  DIGEST_INVALID: { status: 400, message: 'provided digest did not match uploaded content' },
  MANIFEST_BLOB_UNKNOWN: { status: 400, message: 'blob unknown to registry' },
  MANIFEST_INVALID: { status: 400, message: 'manifest invalid' },
  MANIFEST_UNKNOWN: { status: 404, message: 'manifest unknown' },
  NAME_INVALID: { status: 400, message: 'invalid repository name' },
  NAME_UNKNOWN: { status: 404, message: 'repository name not known to registry' },
  PAGINATION_NUMBER_INVALID: { status: 400, message: 'invalid number of results requested' },
  SIZE_INVALID: { status: 400, message: 'provided length did not match content length' },
  TAG_INVALID: { status: 400, message: 'manifest tag did not match URI' },
  UNAUTHORIZED: { status: 401, message: 'authentication required' },
  UNKNOWN: { status: 500, message: 'unknown error' },
  UNSUPPORTED: { status: 405, message: 'The operation is unsupported.' },
};

interface Told {
  detail?: unknown;
  message?: string;
  /** In place of the usual one. */
  status?: number;
  headers?: Readonly<Record<string, string>>;
}

/** An answer that says no. */
export class RegistryError extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  private readonly detail: unknown;

  constructor(readonly code: ErrorCode, { detail, message, status, headers = {} }: Told = {}) {
    super(message ?? known[code].message);
    this.status = status ?? known[code].status;
    this.headers = headers;
    this.detail = detail;
  }

  body(): unknown {
    return { errors: [{ code: this.code, message: this.message, ...(this.detail !== undefined && { detail: this.detail }) }] };
  }
}
