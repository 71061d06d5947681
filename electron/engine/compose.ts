import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import path from 'node:path';
import { contract, type EngineHandlers } from '@shared/contract/index';
import { isAppError } from '@shared/errors/appError';
import type { ChainReport } from '@shared/model/audit';
import { sentence } from '@shared/sentences/sentence';
import { serve, type Served } from '@shared/wire/server';
import type { Transport } from '@shared/wire/transport';
import type { Peer } from '@shared/wire/types';
import type { Platform } from '@electron/platform/platform';
import { createAuditLog } from './audit/auditLog';
import { createCaches } from './kube/watch';
import { logFields } from './log/fields';
import { createLogFile } from './log/logFile';
import { createLogger } from './log/logger';
import { auditInterrupted } from './operations/auditInterrupted';
import { createOperations } from './operations/operations';
import { createInterceptors } from './policy';
import { createRedaction, type Redaction } from './redaction/redaction';
import { createApp, createNotices, createRateLimit } from './services/app';
import { createAuditService } from './services/audit';
import { createChanges } from './services/changes';
import { createComponents } from './services/components';
import { openConnections } from './services/connections';
import { createDemo, createDemoHandlers } from './services/demo';
import { createEnvironmentAccess } from './services/environmentAccess';
import { createEnvironmentHandlers, openEnvironments, type Environments } from './services/environments';
import { createOperationsService } from './services/operations';
import { createSettings, openPreferences } from './services/settings';
import { createTopology } from './services/topology';
import { createVaultService } from './services/vault';
import { createUnwinding } from './unwinding';
import { createVault } from './vault/vault';

export interface Engine {
  /** New with every start: a window tells by it that its engine was replaced. */
  readonly id: string;
  /** Answers one window or browser until either end closes. */
  serve(transport: Transport, peer: Peer): Served;
  /** Interrupts what runs, in order, and writes everything down. */
  dispose(): Promise<void>;
}

export interface EngineOptions {
  version: string;
  /** Start the built-in demo site at once. */
  demo?: boolean;
  /** Knows every secret that passes through; the process's own, where it prints or logs for itself. */
  redaction?: Redaction;
}

/** Reports of renderers to the log, per minute. */
const reportsPerMinute = 30;

const osUserName = (): string => {
  try {
    return userInfo().username;
  } catch {
    // A container's user need not be in any list of users.
    return `uid ${process.getuid?.() ?? '?'}`;
  }
};

/** Builds everything by hand, in order, and takes it apart in reverse. Throws what the platform throws when its disk refuses. */
export const createEngine = async (platform: Platform, { version, demo = false, redaction = createRedaction() }: EngineOptions): Promise<Engine> => {
  const unwinding = createUnwinding();
  try {
    return await build(platform, { version, demo, redaction }, unwinding.onDispose, unwinding.dispose);
  } catch (error) {
    await unwinding.dispose();
    throw error;
  }
};

const build = async (
  platform: Platform,
  { version, demo, redaction }: Required<EngineOptions>,
  onDispose: (step: () => void | Promise<void>) => void,
  dispose: () => Promise<void>,
): Promise<Engine> => {
  const id = randomUUID();
  const osUser = osUserName();
  const { settings, secretBox, paths, host } = platform;

  // What everything else stands on: log and notices.
  const logFile = createLogFile({ path: path.join(paths.logs, 'engine.log') });
  onDispose(logFile.flush);
  const logger = createLogger({ write: logFile.write, redaction });
  const logDefect = (message: string) => (error: unknown) => logger.error(message, { [logFields.error]: error });
  const notices = createNotices();
  const { notify } = notices;

  // What is on record.
  const onDamage = ({ firstBadLine }: ChainReport, file: string): void =>
    notify('audit', 'error', sentence('audit.damaged', { path: file, line: firstBadLine ?? 0 }));
  const auditDirectory = path.join(paths.data, 'audit');
  const audit = createAuditLog({ directory: auditDirectory, osUser, redaction, logger, onDamage });
  onDispose(audit.flush);
  const operations = await createOperations({ directory: paths.operations, redaction, logger });
  onDispose(operations.dispose);
  if (operations.damagedJournals.length > 0) notify('journals', 'warn', sentence('operation.journalDamaged', { files: operations.damagedJournals.join(', ') }));

  // What this workstation keeps.
  const vault = await createVault({ platform, redaction, notify });
  const preferences = await openPreferences(settings, notify);
  // Connections must know who uses a context, and environments what a context is: the one that comes later is looked up late.
  let environments: Environments | null = null;
  const usedBy = (contextIds: readonly string[]): string[] =>
    (environments?.list() ?? []).filter(({ contextId }) => contextIds.includes(contextId)).map(({ name }) => name);
  const connections = await openConnections({
    platform, vault, usedBy, environment: process.env, notify, registerSecret: redaction.register,
  });
  onDispose(connections.dispose);
  const { clients, contexts } = connections;
  environments = await openEnvironments({ settings, contexts, notify });
  onDispose(environments.dispose);
  const demoSites = createDemo({
    runScript: platform.runScript,
    folder: path.join(paths.data, 'demo'),
    connections,
    environments,
    onEnd: ({ code, stderr }) => logger.error('the demo site ended', { [logFields.outcome]: code, [logFields.error]: stderr }),
  });
  onDispose(demoSites.dispose);

  // What looks at clusters.
  const caches = createCaches({ onDefect: logDefect('a cache met a defect') });
  onDispose(caches.dispose);
  onDispose(platform.onWake(() => caches.recheckAll()));
  const access = createEnvironmentAccess({ environments, clients, caches, demoSettled: demoSites.settled });

  const handlers: EngineHandlers = {
    app: createApp({ version, host, engineId: id, osUser, notices, reports: createRateLimit(reportsPerMinute, 60_000), logger }),
    settings: createSettings(preferences),
    vault: createVaultService(secretBox, redaction),
    connections: connections.handlers,
    demo: createDemoHandlers(demoSites),
    environments: createEnvironmentHandlers(environments),
    topology: createTopology({ access }),
    components: createComponents({ access, policies: environments }),
    changes: createChanges({ access, operations, audit, logger, redact: redaction.redact }),
    operations: createOperationsService(operations),
    audit: createAuditService(audit),
  };
  const interceptors = createInterceptors({
    logger,
    redaction,
    audit,
    environments,
    actorOf: (environment) => (environment && contexts.get(environment.contextId)?.user) ?? osUser,
    onOutcomeLost: (error, action) => {
      logger.error('an audit outcome was lost', { [logFields.procedure]: action, [logFields.error]: error });
      notify('audit.outcome', 'error', sentence('audit.outcomeLost', { action }));
    },
  });

  // What nobody waits for.
  audit.verify().then((report) => report.state === 'damaged' && onDamage(report, auditDirectory), logDefect('the audit log could not be checked'));
  auditInterrupted(operations.interrupted, audit).catch(logDefect('interrupted operations could not be audited'));
  const known = environments.list();
  const startDemo = demo && known.length === 0 ? demoSites.open : demo || known.some((environment) => environment.demo) ? demoSites.resume : null;
  const logStart = logDefect('the demo site could not be started');
  // Closing the engine while it starts is nothing to write down.
  startDemo?.().catch((error: unknown) => (isAppError(error) && error.code === 'ABORTED' ? undefined : logStart(error)));

  const peers = new Set<Served>();
  onDispose(() => peers.forEach((served) => served.close()));
  logger.info(`engine ${version} started`, { [logFields.path]: paths.data });

  return {
    id,
    serve: (transport, peer) => {
      const served = serve({
        transport,
        contract,
        handlers,
        interceptors,
        peer,
        onDefect: (ref, procedure, error) => logger.error('defect', { [logFields.ref]: ref, [logFields.procedure]: procedure, [logFields.error]: error }),
      });
      peers.add(served);
      void served.closed.then(() => peers.delete(served));
      return served;
    },
    dispose,
  };
};
