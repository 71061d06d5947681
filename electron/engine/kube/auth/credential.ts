import { abortable } from '@shared/wire/abortable';

/** What one request carries to prove who sends it. */
export interface Credential {
  readonly headers: Readonly<Record<string, string | string[]>>;
  /** PEM. */
  readonly certificate?: { readonly cert: string; readonly key: string };
}

/** Where credentials come from. Errors are AppErrors. */
export interface CredentialSource {
  get(signal: AbortSignal): Promise<Credential>;
  /**
   * Says that the server answered 401 to this credential. Returns whether asking again may give another one.
   * One that was replaced in the meantime is not thrown away twice.
   */
  refused(credential: Credential): boolean;
}

export const bearer = (token: string): Credential => ({ headers: { authorization: `Bearer ${token}` } });

export const fixedCredential = (credential: Credential): CredentialSource => ({ get: async () => credential, refused: () => false });

/** A credential that costs something to get: kept until it expires or is refused, and fetched once for all who wait. */
export const cachedCredential = (
  fetch: () => Promise<{ credential: Credential; expiresAt: number | null }>,
  now: () => number = Date.now,
): CredentialSource => {
  let kept: { credential: Credential; expiresAt: number | null } | undefined;
  let fetching: Promise<Credential> | undefined;
  const renew = async (): Promise<Credential> => {
    kept = await fetch();
    return kept.credential;
  };
  return {
    async get(signal) {
      if (kept && (kept.expiresAt === null || kept.expiresAt > now())) return kept.credential;
      fetching ??= renew().finally(() => (fetching = undefined));
      return abortable(fetching, signal);
    },
    refused(credential) {
      if (kept?.credential === credential) kept = undefined;
      return true;
    },
  };
};
