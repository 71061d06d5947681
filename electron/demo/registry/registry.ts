import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Repository } from '../content/images';
import { createAccounts, dockerConfigText, type Accounts, type Credential } from './access/accounts';
import { createGuard } from './access/guard';
import { createTokens } from './access/tokens';
import { createTokenService } from './access/tokenService';
import { createDistributionApi } from './distribution/api';
import { RegistryError } from './errors';
import { sendError, type Api, type Exchange } from './exchange';
import { pushImages } from './images/seed';
import { createBlobs } from './storage/blobs';
import { createRepositories, type Repositories } from './storage/repositories';
import { createUploads } from './storage/uploads';

/** The registry of one site: an OCI registry on loopback, over plain HTTP, which docker and skopeo accept there. */
export interface Registry {
  /** Host and port, as image references begin. */
  readonly address: string;
  readonly accounts: Accounts;
  readonly repositories: Repositories;
  /** Docker `config.json` files of its accounts, readable by their owner only, each in a directory of its own for DOCKER_CONFIG. */
  readonly dockerConfig: string;
  readonly robotDockerConfig: string;
  /** Nobody reaches it, neither people nor nodes, until it goes on. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  readonly isPaused: boolean;
  close(): Promise<void>;
}

export interface RegistryOptions {
  /** Where it keeps what is pushed, and its accounts' files; made, and removed with it. */
  dir: string;
  /** Taken when it is free, else any other. 0 takes any. */
  port: number;
  /** What it holds from the start. */
  repositories: readonly Repository[];
}

const host = '127.0.0.1';
const service = 'wheelhouse-demo-registry';

export async function startRegistry({ dir, port, repositories: content }: RegistryOptions): Promise<Registry> {
  const storage = join(dir, 'blobs');
  // An earlier run that was killed left its blobs behind.
  await rm(storage, { recursive: true, force: true });
  await mkdir(storage, { recursive: true, mode: 0o700 });
  const accounts = createAccounts();
  const blobs = createBlobs(storage);
  const repositories = createRepositories(blobs);
  pushImages(content, blobs, repositories);

  // The challenge names the port, which is known only once it listens.
  let apis: readonly Api[] = [];
  const server = createServer((request, response) => {
    handle(apis, request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  // Uploads of large layers take as long as they take.
  server.requestTimeout = 0;
  const bound = await listen(server, port);
  const address = `${host}:${bound}`;
  const tokens = createTokens(service);
  const guard = createGuard({ accounts, tokens, service, origin: `http://${address}` });
  apis = [createTokenService({ accounts, tokens, service }), createDistributionApi({ guard, blobs, repositories, uploads: createUploads(storage, blobs) })];

  const [dockerConfig, robotDockerConfig] = await Promise.all([writeDockerConfig(join(dir, 'docker'), address, accounts.person), writeDockerConfig(join(dir, 'docker-robot'), address, accounts.robot)]);
  return {
    address,
    accounts,
    repositories,
    dockerConfig,
    robotDockerConfig,
    get isPaused() {
      return !server.listening;
    },
    pause: () => stop(server),
    resume: async () => {
      if (!server.listening) await bind(server, bound);
    },
    async close() {
      await stop(server);
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function writeDockerConfig(dir: string, address: string, credential: Credential): Promise<string> {
  const path = join(dir, 'config.json');
  await mkdir(dir, { recursive: true, mode: 0o700 });
  await writeFile(path, dockerConfigText(address, credential), { mode: 0o600 });
  return path;
}

function bind(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function listen(server: Server, wanted: number): Promise<number> {
  try {
    await bind(server, wanted);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    // Windows keeps whole ranges of ports for itself and says EACCES.
    if (wanted === 0 || !['EADDRINUSE', 'EACCES'].includes(code)) throw error;
    await bind(server, 0);
  }
  return (server.address() as AddressInfo).port;
}

async function stop(server: Server): Promise<void> {
  if (!server.listening) return;
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** A page elsewhere whose name is made to point here must not read it. */
const isLoopback = (name: string | undefined) => /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(name ?? '');

async function handle(apis: readonly Api[], request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', `http://${host}`);
  const exchange: Exchange = { method: request.method ?? 'GET', path: url.pathname, query: url.searchParams, request, response };
  try {
    if (!isLoopback(request.headers.host)) throw new RegistryError('DENIED', { status: 421, message: 'this registry answers on loopback only' });
    for (const api of apis) if (await api(exchange)) return;
    throw new RegistryError('UNSUPPORTED', { status: 404, message: '404 page not found' });
  } catch (error) {
    if (response.headersSent) throw error;
    sendError(exchange, error instanceof RegistryError ? error : new RegistryError('UNKNOWN', { detail: error instanceof Error ? error.message : String(error) }));
  }
}
