import { writeSync } from 'node:fs';
import { inspect } from 'node:util';
import type { Redaction } from './redaction';

/** An error as Node prints it, causes and all, without the secrets that its properties quote (headers of a failed request, say). */
export const lastWords = (error: unknown, redaction: Redaction): string => redaction.redact(inspect(error));

/**
 * Lets the process die of what nobody caught, as it would anyway, but without printing secrets: what it says goes into
 * the log of the main process, or of the service manager of a bastion.
 */
export const dieRedacted = (redaction: Redaction): void => {
  process.on('uncaughtException', (error) => {
    // Synchronous: nothing that is still in a queue gets out of a process that exits.
    writeSync(process.stderr.fd, `${lastWords(error, redaction)}\n`);
    process.exit(1);
  });
  // In a utility process, Electron only warns of a rejection that nobody handles.
  process.on('unhandledRejection', (reason) => {
    throw reason;
  });
};
