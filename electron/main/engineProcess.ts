import path from 'node:path';
import { MessageChannelMain, utilityProcess, type MessagePortMain } from 'electron';
import type { ContractHandlers } from '@shared/wire/types';
import { serve } from '@shared/wire/server';
import { portTransport } from '@shared/wire/transports/port';
import { logFields } from '@electron/engine/log/fields';
import type { Logger } from '@electron/engine/log/logger';
import { fromEngineSchema } from '@electron/platform/engineMessages';
import type { PlatformPaths } from '@electron/platform/platform';
import { platformContract, type PlatformContract } from '@electron/platform/platformContract';
import type { EngineProcess } from './supervisor';

export interface EngineLaunch {
  paths: PlatformPaths;
  version: string;
  demo: boolean;
  platform: ContractHandlers<PlatformContract>;
  logger: Logger;
}

/** Starts the engine in a utility process of Electron and serves its platform. */
export const launchEngine = ({ paths, version, demo, platform, logger }: EngineLaunch): EngineProcess<MessagePortMain> => {
  const child = utilityProcess.fork(path.join(paths.dist, 'engine', 'engine.js'), [], {
    serviceName: 'Wheelhouse engine',
    stdio: 'pipe',
    execArgv: ['--enable-source-maps'],
  });
  // What the engine writes there is the stack of what it dies of: its own log is written by itself.
  child.stderr?.on('data', (chunk: Buffer) => logger.error('engine wrote to standard error', { [logFields.error]: chunk.toString('utf8') }));
  child.stdout?.resume();
  // V8 gives up (out of memory); `exit` follows. Without a listener this event would be thrown here.
  child.on('error', (type, location) => logger.error('engine met a fatal error', { [logFields.outcome]: type, [logFields.path]: location }));

  const { port1: ours, port2: theirs } = new MessageChannelMain();
  serve({
    transport: portTransport(ours),
    contract: platformContract,
    handlers: platform,
    peer: { id: 'engine', kind: 'window' },
    onDefect: (ref, procedure, error) =>
      logger.error('platform call failed', { [logFields.ref]: ref, [logFields.procedure]: procedure, [logFields.error]: error }),
  });
  child.postMessage({ type: 'start', paths, version, demo }, [theirs]);

  return {
    get pid() {
      return child.pid;
    },
    post: (message, ports) => child.postMessage(message, ports),
    onMessage: (listener) => void child.on('message', (message: unknown) => listener(fromEngineSchema.parse(message))),
    onExit: (listener) => void child.on('exit', (code) => listener(code)),
    kill: () => void child.kill(),
  };
};
