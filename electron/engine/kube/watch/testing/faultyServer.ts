import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { KubeObject } from '@electron/engine/kube/types';

type Verb = 'list' | 'watch';
/** Answers instead of the server; `hang` never answers. */
export type Fault = { status: number; reason?: string; headers?: Record<string, string> } | 'hang';

/** A small API server of one kind which fails on command. */
export interface FaultyServer {
  readonly url: string;
  /** The truth, by uid. */
  readonly objects: ReadonlyMap<string, KubeObject>;
  /** Queries of all requests so far, in order. */
  readonly requests: readonly { verb: Verb; path: string; query: URLSearchParams }[];
  /** Watches that are open now. */
  readonly watching: number;
  put(name: string, fields?: Partial<KubeObject['metadata']> & { [field: string]: unknown }): KubeObject;
  remove(name: string): void;
  /** Answers the next requests of a verb so, one fault each. */
  fail(verb: Verb, ...faults: Fault[]): void;
  bookmark(version?: string): void;
  /** Sends bytes to all watches, one chunk each. */
  send(...chunks: (string | Uint8Array)[]): Promise<void>;
  /** Breaks the sockets of all watches. */
  cut(): void;
  /** Ends all watches in good order. */
  end(): void;
  /** The watches stay open and never hear anything again. */
  mute(): void;
  /** Forgets the past: older versions and `continue` tokens are answered with 410. */
  compact(how?: 'status' | 'event'): void;
  /** Refuses connections, and breaks those that are there. */
  stop(): Promise<void>;
  /** On the same port. */
  start(): Promise<void>;
}

interface Happening {
  version: number;
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  object: KubeObject;
}

const statusOf = (code: number, reason: string): object => ({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, message: `the server says ${reason}` });

export const startFaultyServer = async (): Promise<FaultyServer> => {
  let version = 100;
  let oldest = 0;
  let answerGone: 'status' | 'event' = 'status';
  let happenings: Happening[] = [];
  const objects = new Map<string, KubeObject>();
  const requests: { verb: Verb; path: string; query: URLSearchParams }[] = [];
  const faults: Record<Verb, Fault[]> = { list: [], watch: [] };
  const watches = new Set<ServerResponse>();
  /** Pages show the moment of the first one. */
  const snapshots = new Map<string, { at: number; items: KubeObject[] }>();

  const json = (response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };
  const line = (type: string, object: object): string => `${JSON.stringify({ type, object })}\n`;

  const list = (query: URLSearchParams, response: ServerResponse): void => {
    const limit = Number(query.get('limit') ?? Infinity);
    const [at, offset] = (query.get('continue') ?? `${version}:0`).split(':').map(Number) as [number, number];
    if (at < oldest) return json(response, 410, statusOf(410, 'Expired'));
    const snapshot = snapshots.get(String(at)) ?? { at, items: [...objects.values()] };
    snapshots.set(String(at), snapshot);
    const rest = snapshot.items.length > offset + limit ? `${at}:${offset + limit}` : undefined;
    // As real ones do, items come without apiVersion and kind.
    const items = snapshot.items.slice(offset, offset + limit).map(({ apiVersion: _, kind: __, ...item }) => item);
    json(response, 200, { kind: 'ThingList', apiVersion: 'v1', metadata: { resourceVersion: String(at), continue: rest }, items });
  };

  const watch = (query: URLSearchParams, response: ServerResponse): void => {
    const from = Number(query.get('resourceVersion'));
    if (from < oldest && answerGone === 'status') return json(response, 410, statusOf(410, 'Expired'));
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    if (from < oldest) return void response.end(line('ERROR', statusOf(410, 'Expired')));
    for (const { type, object } of happenings.filter((happening) => happening.version > from)) response.write(line(type, object));
    watches.add(response);
    response.on('close', () => watches.delete(response));
  };

  const server = createServer((request: IncomingMessage, response) => {
    const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://server');
    const verb: Verb = query.has('watch') ? 'watch' : 'list';
    requests.push({ verb, path: pathname, query });
    const fault = faults[verb].shift();
    if (fault === 'hang') return;
    if (fault) return json(response, fault.status, statusOf(fault.status, fault.reason ?? 'Fault'), fault.headers);
    (verb === 'watch' ? watch : list)(query, response);
  });

  let port = 0;
  const start = (): Promise<void> =>
    new Promise((resolve) => {
      server.listen(port, '127.0.0.1', () => {
        ({ port } = server.address() as AddressInfo);
        resolve();
      });
    });
  const stop = (): Promise<void> =>
    new Promise((resolve, reject) => {
      server.close((error) => (error ? reject(error) : resolve()));
      server.closeAllConnections();
    });

  const happen = (type: Happening['type'], object: KubeObject): void => {
    happenings.push({ version, type, object });
    for (const response of watches) response.write(line(type, object));
  };
  const find = (name: string): KubeObject | undefined => [...objects.values()].find((object) => object.metadata.name === name);

  await start();
  return {
    get url() {
      return `http://127.0.0.1:${port}`;
    },
    objects,
    requests,
    get watching() {
      return watches.size;
    },
    put(name, { labels, annotations, ownerReferences, uid, ...fields } = {}) {
      const before = find(name);
      version += 1;
      const object: KubeObject = {
        apiVersion: 'v1',
        kind: 'Thing',
        metadata: { name, namespace: 'here', uid: uid ?? before?.metadata.uid ?? `uid-${version}`, resourceVersion: String(version), labels, annotations, ownerReferences },
        ...fields,
      };
      objects.set(object.metadata.uid, object);
      happen(before ? 'MODIFIED' : 'ADDED', object);
      return object;
    },
    remove(name) {
      const object = find(name);
      if (!object) throw new Error(`no ${name} to remove`);
      version += 1;
      objects.delete(object.metadata.uid);
      happen('DELETED', { ...object, metadata: { ...object.metadata, resourceVersion: String(version) } });
    },
    fail(verb, ...next) {
      faults[verb].push(...next);
    },
    bookmark(at = String(version)) {
      for (const response of watches) response.write(line('BOOKMARK', { kind: 'Thing', apiVersion: 'v1', metadata: { resourceVersion: at } }));
    },
    async send(...chunks) {
      for (const chunk of chunks) {
        await Promise.all([...watches].map((response) => new Promise((resolve) => response.write(chunk, resolve))));
      }
    },
    cut() {
      for (const response of watches) response.destroy();
    },
    end() {
      for (const response of watches) response.end();
    },
    mute() {
      watches.clear();
    },
    compact(how = 'status') {
      answerGone = how;
      version += 1;
      oldest = version;
      happenings = [];
    },
    stop,
    start,
  };
};
