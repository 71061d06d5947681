import type { ClusterEntry, UserEntry } from './schema';

const decoded = (data: string): string => Buffer.from(data, 'base64').toString('utf8');
const looksSecret = (name: string): boolean => /secret|token|passw|key/i.test(name);

/** Every value of a context that must never be written or sent, in each form in which it could turn up. */
export const secretsOf = (cluster: ClusterEntry, user: UserEntry): string[] => {
  const keyData = user['client-key-data'];
  const proxy = cluster['proxy-url'];
  const config = user['auth-provider']?.config ?? {};
  const values = [
    user.token,
    user.password,
    keyData,
    keyData && decoded(keyData),
    proxy && URL.canParse(proxy) ? decodeURIComponent(new URL(proxy).password) : undefined,
    ...['id-token', 'refresh-token', 'access-token', 'client-secret'].map((field) => config[field]),
    ...(user.exec?.env ?? []).filter(({ name }) => looksSecret(name)).map(({ value }) => value),
  ];
  return values.filter((value): value is string => typeof value === 'string' && value !== '');
};
