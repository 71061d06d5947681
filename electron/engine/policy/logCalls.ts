import { isAppError } from '@shared/errors/appError';
import type { Interceptor } from '@shared/wire/types';
import { logFields, type LogFields } from '@electron/engine/log/fields';
import type { Logger } from '@electron/engine/log/logger';

/** One line per call and stream when it ends: what, for whom, how it went and how long it took. Never its input. */
export const logCalls = (logger: Logger, now: () => number = Date.now): Interceptor => async ({ path, procedure, context }, next) => {
  const startedAt = now();
  const fields = (outcome: string): LogFields => ({
    [logFields.procedure]: path,
    [logFields.outcome]: outcome,
    [logFields.durationMs]: now() - startedAt,
    [logFields.peer]: `${context.peer.kind}:${context.peer.id}`,
  });
  try {
    const output = await next();
    // Reads come by the hundred: they are worth a line only to whoever looks for one.
    logger[procedure.effect === 'read' ? 'debug' : 'info']('call', fields('ok'));
    return output;
  } catch (error) {
    const code = isAppError(error) ? error.code : 'INTERNAL';
    const level = code === 'ABORTED' ? 'debug' : 'warn';
    logger[level]('call', { ...fields(code), ...(isAppError(error) && { [logFields.ref]: error.ref }), [logFields.error]: error });
    throw error;
  }
};
