import { AppError, isAppError } from '@shared/errors/appError';
import type { ErrorCode, ErrorData } from '@shared/errors/codes';
import type { Sentence } from '@shared/sentences/sentence';
import type { Interceptor } from '@shared/wire/types';
import type { Redaction } from '@electron/engine/redaction/redaction';

/** Errors quote what upstream systems said, and those sometimes quote the credential: it stays in the engine. */
export const redactErrors = (redaction: Redaction): Interceptor => async (_invocation, next) => {
  try {
    return await next();
  } catch (error) {
    // Anything else crosses as INTERNAL, without its message.
    if (!isAppError(error)) throw error;
    // The key of a sentence is a word of ours; only its parameters come from outside.
    const what: Sentence | string = error.sentence
      ? { key: error.sentence.key, params: redaction.redactDeep(error.sentence.params) as Sentence['params'] }
      : redaction.redact(error.message);
    throw new AppError(error.code, what, redaction.redactDeep(error.data) as ErrorData<ErrorCode>, { retryable: error.retryable, ref: error.ref, cause: error });
  }
};
