import http from 'node:http';
import https from 'node:https';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { SocksProxyAgent } from 'socks-proxy-agent';

const pool: http.AgentOptions = { keepAlive: true, scheduling: 'lifo' };

/**
 * The pool of sockets of one client. Trust and certificates are given with each request, not here: Node keeps
 * sockets with different ones apart, so a renewed certificate never travels over an old socket.
 */
export const createAgent = (server: URL, proxy: string | null): http.Agent => {
  if (proxy === null) return server.protocol === 'https:' ? new https.Agent(pool) : new http.Agent(pool);
  // As Go does it: names are resolved by the proxy, which may know ones that this machine does not.
  if (proxy.startsWith('socks')) return new SocksProxyAgent(proxy.replace(/^socks5?:/, 'socks5h:'), pool);
  return new HttpsProxyAgent(proxy, pool);
};
