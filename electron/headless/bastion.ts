import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createSecureContext } from 'node:tls';
import { AppError } from '@shared/errors/appError';
import { sentence } from '@shared/sentences/sentence';
import { createEngine } from '@electron/engine/compose';
import { logFields } from '@electron/engine/log/fields';
import { createLogFile } from '@electron/engine/log/logFile';
import { createLogger } from '@electron/engine/log/logger';
import type { Redaction } from '@electron/engine/redaction/redaction';
import { createUnwinding } from '@electron/engine/unwinding';
import { createPageFiles } from '@electron/page/pageFiles';
import { createHeadlessPlatform } from '@electron/platform/headless/headlessPlatform';
import { dataFolder } from '@electron/platform/paths';
import { version } from '@electron/platform/version';
import type { BastionOptions } from './options';
import { unlockFromFile } from './passphraseFile';
import { demandTls, startBastionServer, type BastionServer } from './server';

export interface Bastion {
  readonly url: string;
  loginLink(): string;
  /** Ends everything in order. */
  close(): Promise<void>;
}

const readTls = async (files: BastionOptions['tls']): Promise<{ cert: string; key: string } | null> => {
  if (!files) return null;
  try {
    const [cert, key] = await Promise.all([readFile(files.cert, 'utf8'), readFile(files.key, 'utf8')]);
    createSecureContext({ cert, key }); // Throws now rather than at the first browser.
    return { cert, key };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError('PRECONDITION', sentence('host.tlsInvalid', { ...files, reason }), {}, { cause: error });
  }
};

/** Runs the engine and serves it to browsers. Throws `AppError` with a sentence for whoever started it. */
export const startBastion = async (options: BastionOptions, environment: NodeJS.ProcessEnv, redaction: Redaction): Promise<Bastion> => {
  const dist = path.join(import.meta.dirname, '..');
  // Before anything is made: wrong options should leave no trace.
  demandTls(options.host, options.tls !== null);
  const tls = await readTls(options.tls);
  const pages = await createPageFiles(path.join(dist, 'renderer'), 'browser');
  const { platform, dispose: leaveData } = await createHeadlessPlatform(dataFolder(options.data, environment), dist);
  const logFile = createLogFile({ path: path.join(platform.paths.logs, 'bastion.log') });
  const logger = createLogger({ write: logFile.write, redaction });
  const { onDispose, dispose: close } = createUnwinding();
  onDispose(leaveData);
  onDispose(logFile.flush);

  try {
    if (options.passphraseFile !== undefined) await unlockFromFile(platform.secretBox, options.passphraseFile);
    const engine = await createEngine(platform, { version, demo: options.demo, redaction });
    onDispose(engine.dispose);
    const server: BastionServer = await startBastionServer({
      host: options.host,
      port: options.port,
      tls,
      names: options.names,
      pages,
      serve: (transport, peer) => void engine.serve(transport, peer),
      onDefect: (error) => logger.error('a request failed', { [logFields.error]: error }),
    });
    onDispose(server.close);
    return { url: server.url, loginLink: server.loginLink, close };
  } catch (error) {
    await close();
    throw error;
  }
};
