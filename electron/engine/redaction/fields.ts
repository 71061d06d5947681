/** Names whose values are secrets whatever they hold; compared without case and separators. */
const secretNames = [
  'token', 'bearer', 'password', 'passwd', 'passphrase', 'secret', 'credential', 'authorization', 'cookie',
  'apikey', 'clientkey', 'clientkeydata', 'privatekey', 'kubeconfig',
];

/** Whether a field of this name must never be written or sent, as `idToken`, `client-key-data`, `set-cookie`. */
export const isSecretField = (name: string): boolean => {
  const plain = name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  return secretNames.some((secret) => plain.endsWith(secret) || plain.endsWith(`${secret}s`) || plain.endsWith(`${secret}value`));
};
