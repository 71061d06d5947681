// tsyringe inside @peculiar/x509 refuses to load without it, and must find it loaded first.
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import {
  BasicConstraintsExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
  cryptoProvider,
  type X509Certificate,
} from '@peculiar/x509';

export interface KeyPair {
  /** PEM. */
  readonly cert: string;
  readonly key: string;
}

export interface Issue {
  subject?: string;
  /** Names and addresses the certificate is for. */
  names?: string[];
  notBefore?: Date;
  notAfter?: Date;
}

/** An authority made for one test. */
export interface Authority extends KeyPair {
  issue(what?: Issue): Promise<KeyPair>;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const hour = 3_600_000;
/** The library would otherwise look for a browser's crypto; its types ask for that one, where there is one. */
const useNodeCrypto = (): void => {
  cryptoProvider.set(webcrypto as never);
};
const keys = () => webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
const pem = async (certificate: X509Certificate, { privateKey }: webcrypto.CryptoKeyPair): Promise<KeyPair> => ({
  cert: `${certificate.toString('pem')}\n`,
  key: `${PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', privateKey), 'PRIVATE KEY')}\n`,
});
const validity = ({ notBefore, notAfter }: Issue) => ({
  notBefore: notBefore ?? new Date(Date.now() - hour),
  notAfter: notAfter ?? new Date(Date.now() + 365 * 24 * hour),
});
const extensions = ({ names = ['127.0.0.1', 'localhost'] }: Issue) => [
  new SubjectAlternativeNameExtension(names.map((value) => ({ type: /^[\d.]+$/.test(value) ? ('ip' as const) : ('dns' as const), value }))),
];

export const createAuthority = async (): Promise<Authority> => {
  useNodeCrypto();
  const own = await keys();
  const name = 'CN=test authority';
  const root = await X509CertificateGenerator.createSelfSigned({
    name,
    keys: own,
    signingAlgorithm: algorithm,
    ...validity({}),
    extensions: [new BasicConstraintsExtension(true)],
  });
  return {
    ...(await pem(root, own)),
    async issue(what = {}) {
      const pair = await keys();
      const certificate = await X509CertificateGenerator.create({
        subject: what.subject ?? 'CN=server',
        issuer: name,
        publicKey: pair.publicKey,
        signingKey: own.privateKey,
        signingAlgorithm: algorithm,
        ...validity(what),
        extensions: extensions(what),
      });
      return pem(certificate, pair);
    },
  };
};

export const createSelfSigned = async (what: Issue = {}): Promise<KeyPair> => {
  useNodeCrypto();
  const pair = await keys();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: what.subject ?? 'CN=server',
    keys: pair,
    signingAlgorithm: algorithm,
    ...validity(what),
    extensions: extensions(what),
  });
  return pem(certificate, pair);
};
