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

/**
 * For so long a failure is told again instead of being made again, and a credential that was fetched because the last one was
 * refused is not thrown away: a dozen watches that try again would otherwise start a plugin, which may open a browser for
 * each login, every second.
 */
const defaultRestMs = 5000;

/** A credential that costs something to get: kept until it expires or is refused, and fetched once for all who wait. */
export const cachedCredential = (
  fetch: () => Promise<{ credential: Credential; expiresAt: number | null }>,
  { restMs = defaultRestMs, now = Date.now }: { restMs?: number; now?: () => number } = {},
): CredentialSource => {
  let kept: { credential: Credential; expiresAt: number | null } | undefined;
  let fetching: Promise<Credential> | undefined;
  let failed: { error: unknown; until: number } | undefined;
  let refusedUntil = 0;
  const renew = async (): Promise<Credential> => {
    try {
      kept = await fetch();
      failed = undefined;
      return kept.credential;
    } catch (error) {
      failed = { error, until: now() + restMs };
      throw error;
    }
  };
  return {
    async get(signal) {
      if (kept && (kept.expiresAt === null || kept.expiresAt > now())) return kept.credential;
      if (!fetching && failed && failed.until > now()) throw failed.error;
      fetching ??= renew().finally(() => (fetching = undefined));
      return abortable(fetching, signal);
    },
    refused(credential) {
      if (kept?.credential !== credential) return true;
      if (refusedUntil > now()) return false;
      refusedUntil = now() + restMs;
      kept = undefined;
      return true;
    },
  };
};
