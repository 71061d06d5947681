import http from 'node:http';
import https from 'node:https';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { SocksProxyAgent } from 'socks-proxy-agent';

const pool: http.AgentOptions = { keepAlive: true, scheduling: 'lifo' };
/**
 * An idle socket is closed after this time: after sleep or a change of network it is dead without anybody knowing,
 * and the next request would wait on it until its own timeout. Sockets in use are not concerned.
 */
const idle: http.AgentOptions = { timeout: 15_000 };

/**
 * The pool of sockets of one client. Trust and certificates are given with each request, not here: Node keeps
 * sockets with different ones apart, so a renewed certificate never travels over an old socket.
 */
export const createAgent = (server: URL, proxy: string | null): http.Agent => {
  if (proxy === null) return new (server.protocol === 'https:' ? https : http).Agent({ ...pool, ...idle });
  // As Go does it: names are resolved by the proxy, which may know ones that this machine does not.
  // Without `idle`: this agent would end quiet watches by it.
  if (proxy.startsWith('socks')) return new SocksProxyAgent(proxy.replace(/^socks5?:/, 'socks5h:'), pool);
  return new HttpsProxyAgent(proxy, { ...pool, ...idle });
};
