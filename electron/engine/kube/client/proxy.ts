import net from 'node:net';

/**
 * The proxy that the environment names for this server, read as Go (and so kubectl) reads it: HTTPS_PROXY or HTTP_PROXY by
 * the server's scheme, NO_PROXY as list of names, `.domains`, addresses, CIDRs, each with an optional port, or `*`.
 * A server on this machine is never reached through a proxy.
 */
export const environmentProxy = (server: URL, environment: NodeJS.ProcessEnv): string | undefined => {
  const read = (name: string): string => environment[name] || environment[name.toLowerCase()] || '';
  const proxy = read(server.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY');
  if (proxy === '') return undefined;
  const host = server.hostname.replaceAll(/^\[|\]$/g, '').toLowerCase();
  if (host === 'localhost' || (net.isIP(host) !== 0 && loopback.check(host, family(host)))) return undefined;
  const port = server.port || (server.protocol === 'https:' ? '443' : '80');
  const exempt = read('NO_PROXY').split(',').some((rule) => matches(rule.trim().toLowerCase(), host, port));
  if (exempt) return undefined;
  return proxy.includes('://') ? proxy : `http://${proxy}`;
};

const family = (address: string): 'ipv4' | 'ipv6' => (net.isIPv6(address) ? 'ipv6' : 'ipv4');

const loopback = new net.BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

const matches = (rule: string, host: string, port: string): boolean => {
  if (rule === '') return false;
  if (rule === '*') return true;
  if (rule.includes('/')) return inSubnet(rule, host);
  // One colon is a port; more are an IPv6 address.
  const [, name = rule, rulePort] = /^\[?([^\]]*?)\]?(?::(\d+))?$/.exec(net.isIPv6(rule) ? `[${rule}]` : rule) ?? [];
  if (rulePort !== undefined && rulePort !== port) return false;
  if (net.isIP(host) !== 0) return name === host;
  const domain = name.replace(/^\*?\./, '');
  return host.endsWith(`.${domain}`) || (host === domain && !name.startsWith('.'));
};

const inSubnet = (rule: string, host: string): boolean => {
  const [base = '', bits = ''] = rule.split('/');
  const prefix = Number(bits);
  if (net.isIP(base) === 0 || net.isIP(host) === 0 || family(base) !== family(host)) return false;
  if (!Number.isInteger(prefix) || prefix < 0 || prefix > (family(base) === 'ipv6' ? 128 : 32)) return false;
  const subnet = new net.BlockList();
  subnet.addSubnet(base, prefix, family(base));
  return subnet.check(host, family(host));
};
