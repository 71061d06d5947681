import { hostname, networkInterfaces } from 'node:os';

const loopback = ['localhost', '127.0.0.1', '::1'];
const everywhere = ['0.0.0.0', '::'];

export const isLoopback = (host: string): boolean => loopback.includes(host) || /^127\.\d+\.\d+\.\d+$/.test(host);

const bracketed = (host: string): string => (host.includes(':') ? `[${host}]` : host);

/** `host:port` as it stands in an address. */
export const hostAndPort = (host: string, port: number): string => `${bracketed(host)}:${port}`;

/**
 * Values of the `Host` header that name this server. Any other one comes from a page whose name was pointed here
 * (DNS rebinding), and that page would otherwise be of our origin.
 */
export const allowedHosts = (host: string, names: readonly string[], port: number, isTls: boolean): ReadonlySet<string> => {
  const addresses = Object.values(networkInterfaces()).flatMap((found) => (found ?? []).map(({ address }) => address));
  const own = isLoopback(host) ? [...loopback, host] : everywhere.includes(host) ? [...loopback, ...addresses, hostname()] : [host];
  // Browsers leave the usual port out.
  const isUsualPort = port === (isTls ? 443 : 80);
  return new Set([...own, ...names].flatMap((name) => [hostAndPort(name, port), ...(isUsualPort ? [bracketed(name)] : [])]).map((value) => value.toLowerCase()));
};
