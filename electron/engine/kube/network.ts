import { AppError } from '@shared/errors/appError';
import { sentence, type Sentence } from '@shared/sentences/sentence';

/** What was to be reached. */
export interface Target {
  /** As in the kubeconfig. */
  readonly server: string;
  /** Address of the proxy on the way, without its password; null without one. */
  readonly proxy: string | null;
}

interface SystemError {
  code?: string;
  message?: string;
  /** Set by Node where a name has several addresses and none answers. */
  errors?: SystemError[];
  syscall?: string;
  address?: string;
  port?: number;
}

const asSystemError = (error: unknown): SystemError => (typeof error === 'object' && error !== null ? error : { message: String(error) });
const hostOf = ({ server }: Target): string => (URL.canParse(server) ? new URL(server).host : server);

const trustSentences: Record<string, (host: string) => Sentence> = {
  CERT_HAS_EXPIRED: (host) => sentence('certificate.expired', { host }),
  CERT_NOT_YET_VALID: (host) => sentence('certificate.notYetValid', { host }),
  DEPTH_ZERO_SELF_SIGNED_CERT: (host) => sentence('certificate.selfSigned', { host }),
  SELF_SIGNED_CERT_IN_CHAIN: (host) => sentence('certificate.untrusted', { host }),
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: (host) => sentence('certificate.untrusted', { host }),
  UNABLE_TO_GET_ISSUER_CERT: (host) => sentence('certificate.untrusted', { host }),
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: (host) => sentence('certificate.untrusted', { host }),
  CERT_SIGNATURE_FAILURE: (host) => sentence('certificate.untrusted', { host }),
  ERR_TLS_CERT_ALTNAME_INVALID: (host) => sentence('certificate.wrongHost', { host }),
};

/** An alert of the server during the handshake that is about our certificate. */
const clientRefused = /ALERT_(BAD_CERTIFICATE|CERTIFICATE_|UNKNOWN_CA|ACCESS_DENIED)/;
/** OpenSSL refusing our own PEM, before anything is sent. */
const clientInvalid = /^ERR_OSSL_(PEM|X509|EVP|ASN1|RSA|DECODER|UNSUPPORTED)/;

/** CERTIFICATE for anything that is about trust; null when it is something else. */
export const certificateError = (target: Target, cause: unknown): AppError | null => {
  const { code = '', message = '' } = asSystemError(cause);
  const host = hostOf(target);
  const what =
    trustSentences[code]?.(host) ??
    (clientRefused.test(code) ? sentence('certificate.clientRefused', { host }) : null) ??
    (clientInvalid.test(code) ? sentence('certificate.clientInvalid', { host }) : null) ??
    (/^CERT_|^CRL_|CERT_/.test(code) ? sentence('certificate.other', { host, reason: message }) : null);
  return what && new AppError('CERTIFICATE', what, { host, reason: code }, { cause });
};

/** UNREACHABLE with the reason in words. */
export const networkError = (target: Target, cause: unknown): AppError => {
  const error = asSystemError(cause);
  const first = error.errors?.[0] ?? error;
  const code = first.code ?? error.code ?? '';
  return new AppError('UNREACHABLE', networkSentence(target, code, first.message ?? ''), { target: target.server }, { cause });
};

const networkSentence = (target: Target, code: string, message: string): Sentence => {
  const { server, proxy } = target;
  const beforeTls = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT'].includes(code);
  // What the SOCKS library says has no code.
  if (proxy !== null && (beforeTls || code === '')) {
    return sentence('connection.proxyUnreachable', { proxy, target: server, reason: code || message });
  }
  switch (code) {
    case 'ECONNREFUSED':
      return sentence('connection.refused', { target: server });
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return sentence('connection.nameUnknown', { host: hostOf(target) });
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return sentence('connection.noRoute', { target: server });
    case 'ETIMEDOUT':
      return sentence('connection.silent', { target: server });
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ERR_STREAM_PREMATURE_CLOSE':
      return sentence('connection.broken', { target: server });
    case 'EPROTO':
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
    case 'ERR_SSL_PACKET_LENGTH_TOO_LONG':
      return sentence('connection.notTls', { target: server });
    default:
      return sentence('connection.unreachable', { target: server, reason: message || code });
  }
};
