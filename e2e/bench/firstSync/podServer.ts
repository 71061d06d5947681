import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makePod } from './pods';

export const podCount = 10_000;
const version = '2000000';

export interface PodServer {
  readonly url: string;
  close(): void;
}

/** Lists 10,000 pods in pages of 500, written as JSON beforehand, and keeps watches open without a word. */
export const startPodServer = async (): Promise<PodServer> => {
  const pageSize = 500;
  const pages = Array.from({ length: podCount / pageSize }, (_, page) => {
    const items = Array.from({ length: pageSize }, (__, i) => makePod(page * pageSize + i));
    const next = (page + 1) * pageSize < podCount ? String(page + 1) : undefined;
    return Buffer.from(JSON.stringify({ kind: 'PodList', apiVersion: 'v1', metadata: { resourceVersion: version, continue: next }, items }));
  });
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://server');
    response.writeHead(pathname === '/api/v1/pods' ? 200 : 404, { 'content-type': 'application/json' });
    if (searchParams.has('watch')) response.flushHeaders();
    else response.end(pages[Number(searchParams.get('continue') ?? 0)]);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
};
