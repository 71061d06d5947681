// tsyringe inside @peculiar/x509 refuses to load without it, and must find it loaded first.
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

/** PEM texts. */
export interface Identity {
  certificate: string;
  key: string;
}

export interface Authority {
  readonly certificate: string;
  /** For 127.0.0.1 and localhost. */
  serverIdentity(): Promise<Identity>;
  /** Common name and organizations become the Kubernetes user and its groups. */
  clientIdentity(user: string, groups: readonly string[]): Promise<Identity>;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const dayMs = 24 * 3600 * 1000;

type KeyPair = webcrypto.CryptoKeyPair;
const newKeys = (): Promise<KeyPair> => webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);

/** A CA that lives as long as the site: its key is never written anywhere. */
export async function createAuthority(): Promise<Authority> {
  // @peculiar/x509 would otherwise look for a browser's crypto.
  x509.cryptoProvider.set(webcrypto as unknown as Parameters<typeof x509.cryptoProvider.set>[0]);
  const validity = { notBefore: new Date(Date.now() - dayMs), notAfter: new Date(Date.now() + 365 * dayMs) };
  const authorityKeys = await newKeys();
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name: 'CN=wheelhouse-demo-ca',
    ...validity,
    signingAlgorithm: algorithm,
    keys: authorityKeys,
    extensions: [new x509.BasicConstraintsExtension(true, undefined, true), new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true)],
  });
  let serial = 1;

  const issue = async (subject: x509.JsonName, extensions: x509.Extension[]): Promise<Identity> => {
    const keys = await newKeys();
    serial += 1;
    const certificate = await x509.X509CertificateGenerator.create({
      serialNumber: serial.toString(16).padStart(2, '0'),
      subject: new x509.Name(subject).toString(),
      issuer: authority.subject,
      ...validity,
      signingAlgorithm: algorithm,
      publicKey: keys.publicKey,
      signingKey: authorityKeys.privateKey,
      extensions: [new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true), ...extensions],
    });
    const key = x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
    return { certificate: certificate.toString('pem'), key };
  };

  return {
    certificate: authority.toString('pem'),
    serverIdentity: () =>
      issue(
        [{ CN: ['wheelhouse-demo'] }],
        [
          new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
          new x509.SubjectAlternativeNameExtension([
            { type: 'ip', value: '127.0.0.1' },
            { type: 'dns', value: 'localhost' },
          ]),
        ],
      ),
    clientIdentity: (user, groups) =>
      issue([...groups.map((group) => ({ O: [group] })), { CN: [user] }], [new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth])]),
  };
}
