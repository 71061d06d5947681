import { isAppError } from '@shared/errors/appError';
import { isSecretField } from '@electron/engine/redaction/fields';
import { mask, type Redaction } from '@electron/engine/redaction/redaction';
import type { LogFields } from './fields';

export const logLevels = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Writes one JSON line per message. Never hand it environments, kubeconfigs, headers or sensitive input. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** A logger that adds these fields to each of its lines. */
  child(fields: LogFields): Logger;
}

export interface LoggerOptions {
  /** Takes one line without its end. */
  write(line: string): void;
  redaction: Redaction;
  level?: LogLevel;
  now?: () => number;
}

const maxTextLength = 8_000;
const maxCauses = 5;

/** Errors do not survive JSON: name, stack, and what caused them. */
const describeError = (error: Error, causesLeft: number): Record<string, unknown> => ({
  name: error.name,
  message: error.message,
  ...(isAppError(error) && { code: error.code, ref: error.ref, data: error.data }),
  stack: error.stack,
  ...(error.cause !== undefined && causesLeft > 0 && { cause: error.cause instanceof Error ? describeError(error.cause, causesLeft - 1) : error.cause }),
});

export const createLogger = ({ write, redaction, level = 'info', now = Date.now }: LoggerOptions): Logger => {
  const threshold = logLevels.indexOf(level);

  const toJson = (value: unknown): string => {
    const seen = new WeakSet();
    return JSON.stringify(value, (name, inner: unknown) => {
      if (isSecretField(name)) return mask;
      if (inner instanceof Error) return describeError(inner, maxCauses);
      if (typeof inner === 'bigint') return String(inner);
      // Redacted before it is cut: half a secret at the cut would not be recognised.
      if (typeof inner === 'string') return redaction.redact(inner).slice(0, maxTextLength);
      if (typeof inner === 'object' && inner !== null) {
        if (seen.has(inner)) return '[seen above]';
        seen.add(inner);
      }
      return inner;
    });
  };

  const line = (lineLevel: LogLevel, message: string, fields: LogFields): void => {
    if (logLevels.indexOf(lineLevel) < threshold) return;
    try {
      write(toJson({ at: new Date(now()).toISOString(), level: lineLevel, message, ...fields }));
    } catch (error) {
      // A getter of a foreign object threw: the message alone still gets through.
      write(toJson({ at: new Date(now()).toISOString(), level: lineLevel, message, error: `fields could not be written: ${String(error)}` }));
    }
  };

  const make = (bound: LogFields): Logger => ({
    debug: (message, fields) => line('debug', message, { ...bound, ...fields }),
    info: (message, fields) => line('info', message, { ...bound, ...fields }),
    warn: (message, fields) => line('warn', message, { ...bound, ...fields }),
    error: (message, fields) => line('error', message, { ...bound, ...fields }),
    child: (fields) => make({ ...bound, ...fields }),
  });
  return make({});
};
