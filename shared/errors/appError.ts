import { z } from 'zod';
import { sentenceSchema, sentenceText, type Sentence } from '@shared/sentences/sentence';
import { errorCodeSchema, errorData, type ErrorCode, type ErrorData } from './codes';

/** An `AppError` as it crosses the wire. Stack and cause stay behind, in the log, under `ref`. */
export const appErrorSchema = z.object({
  code: errorCodeSchema,
  /** Safe English, for logs and as a last resort on screen. */
  message: z.string(),
  /** What a person reads: translated by the renderer. Absent for defects. */
  sentence: sentenceSchema.nullable(),
  data: z.record(z.string(), z.unknown()),
  /** Whether the same call can succeed later without the input being changed. */
  retryable: z.boolean(),
  ref: z.string(),
});
export type AppErrorShape = z.infer<typeof appErrorSchema>;

export interface AppErrorOptions {
  retryable?: boolean;
  /** Kept for the log only. */
  cause?: unknown;
  ref?: string;
}

let nextRef = 0;
/** Short id that joins an error on screen with its line in the log. */
const makeRef = (): string => `${Date.now().toString(36)}-${(nextRef++ % 1296).toString(36).padStart(2, '0')}`;

/** The one error type that services throw on purpose. Anything else becomes `INTERNAL` at the wire. */
export class AppError<C extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'AppError';
  readonly retryable: boolean;
  readonly ref: string;
  readonly sentence: Sentence | null;

  constructor(
    readonly code: C,
    /** A sentence from the catalogue, or plain English where no person will read it. */
    what: Sentence | string,
    readonly data: ErrorData<C>,
    options: AppErrorOptions = {},
  ) {
    super(typeof what === 'string' ? what : sentenceText(what), { cause: options.cause });
    this.sentence = typeof what === 'string' ? null : what;
    this.retryable = options.retryable ?? (code === 'UNREACHABLE' || code === 'TIMEOUT' || code === 'DISCONNECTED');
    this.ref = options.ref ?? makeRef();
  }

  toShape(): AppErrorShape {
    return { code: this.code, message: this.message, sentence: this.sentence, data: this.data, retryable: this.retryable, ref: this.ref };
  }

  static fromShape(shape: AppErrorShape): AppError {
    const data = errorData[shape.code].safeParse(shape.data);
    return new AppError(shape.code, shape.sentence ?? shape.message, (data.success ? data.data : {}), {
      retryable: shape.retryable,
      ref: shape.ref,
    });
  }
}

export const isAppError = (value: unknown): value is AppError => value instanceof AppError;
