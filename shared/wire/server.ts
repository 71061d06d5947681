import { isUniversal } from '@shared/errors/codes';
import { AppError, isAppError, type AppErrorShape } from '@shared/errors/appError';
import { abortable } from './abortable';
import { Credit } from './credit';
import type { CallDefinition, Contract, Procedure, StreamDefinition } from './define';
import { maxCallsPerPeer, maxRequestChars, maxStreamsPerPeer, parseFrame, requestSchema, type Request } from './frame';
import { runStream } from './streamSender';
import type { Transport } from './transport';
import type { CallContext, ContractHandlers, Interceptor, Peer, Produced, StreamContext } from './types';

export interface ServeOptions<C extends Contract> {
  transport: Transport;
  contract: C;
  handlers: ContractHandlers<C>;
  /** Outermost first. */
  interceptors?: readonly Interceptor[];
  peer: Peer;
  /** Told of every error that the peer sees only as INTERNAL, with the `ref` it sees. */
  onDefect?(ref: string, path: string, error: unknown): void;
}

export interface Served {
  close(): void;
  /** Settles when the connection is over and everything that ran for it has been told to end. */
  readonly closed: Promise<void>;
}

/** Handlers as the server calls them: their types are checked where they are put together (`ContractHandlers`). */
type AnyCallHandler = (input: unknown, context: CallContext) => unknown;
type AnyStreamHandler = (input: unknown, context: StreamContext) => AsyncIterable<Produced<unknown>>;

interface Running {
  abort: AbortController;
  credit: Credit | null;
}

const invalidInput = (message: string, issues: { path: string; message: string }[] = []): AppError =>
  new AppError('INVALID_INPUT', message, { issues });

const validate = (procedure: Procedure, input: unknown): unknown => {
  const parsed = procedure.input.safeParse(input);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.slice(0, 50).map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
  throw invalidInput(`Invalid input: ${issues[0]?.path ?? ''} ${issues[0]?.message ?? ''}`.trim(), issues);
};

/** Serves a contract to one peer until either end closes. */
export const serve = <C extends Contract>({ transport, contract, handlers, interceptors = [], peer, onDefect }: ServeOptions<C>): Served => {
  const running = new Map<number, Running>();
  let open = true;
  let settleClosed: () => void = () => undefined;
  const closed = new Promise<void>((resolve) => {
    settleClosed = resolve;
  });

  const end = (): void => {
    if (!open) return;
    open = false;
    for (const { abort } of running.values()) abort.abort();
    running.clear();
    settleClosed();
  };
  const close = (): void => {
    end();
    transport.close();
  };

  /** What the peer may know of an error. Undeclared codes are defects of the handler like any other throw. */
  const shapeOf = (error: unknown, path: string, procedure: Procedure | null): AppErrorShape => {
    if (isAppError(error) && (isUniversal(error.code) || procedure?.errors?.some((code) => code === error.code))) return error.toShape();
    const defect = new AppError('INTERNAL', 'Something went wrong inside Wheelhouse', {});
    onDefect?.(defect.ref, path, error);
    return defect.toShape();
  };

  const find = (path: string): { procedure: Procedure; handler: unknown } => {
    // All of it must fit: policy and audit go by the path.
    const [domain = '', verb = '', ...more] = path.split('.');
    const procedures = Object.hasOwn(contract, domain) ? contract[domain] : undefined;
    const procedure = procedures && more.length === 0 && Object.hasOwn(procedures, verb) ? procedures[verb] : undefined;
    if (!procedure) throw new AppError('NOT_FOUND', `There is no procedure ${path}`, { what: path });
    return { procedure, handler: (handlers[domain] as Record<string, unknown> | undefined)?.[verb] };
  };

  const intercepted = (path: string, procedure: Procedure, input: unknown, context: CallContext, work: () => Promise<unknown>): Promise<unknown> =>
    interceptors.reduceRight<() => Promise<unknown>>(
      (next, interceptor) => async () => interceptor({ path, procedure, input, context }, next),
      work,
    )();

  const runCall = async (request: Request & { t: 'call' }, definition: CallDefinition, handler: AnyCallHandler, context: CallContext): Promise<void> => {
    const input = validate(definition, request.input);
    const value = await abortable(
      intercepted(request.path, definition, input, context, async () => definition.output.parse(await handler(input, context))),
      context.signal,
    );
    transport.send(JSON.stringify({ t: 'ok', id: request.id, value }));
  };

  const openStream = async (request: Request & { t: 'open' }, definition: StreamDefinition, handler: AnyStreamHandler, context: CallContext, credit: Credit): Promise<void> => {
    const input = validate(definition, request.input);
    const streamContext: StreamContext = { ...context, afterSeq: request.afterSeq };
    await intercepted(request.path, definition, input, streamContext, () =>
      runStream({
        id: request.id,
        definition,
        produce: () => handler(input, streamContext),
        credit,
        signal: context.signal,
        send: (message) => open && transport.send(message),
        onLateError: (error) => onDefect?.('late', request.path, error),
      }),
    );
    transport.send(JSON.stringify({ t: 'end', id: request.id }));
  };

  const start = async (request: Request & { t: 'call' | 'open' }): Promise<void> => {
    const abort = new AbortController();
    const entry: Running = { abort, credit: null };
    running.set(request.id, entry);
    const context: CallContext = { peer, signal: abort.signal };
    let procedure: Procedure | null = null;
    try {
      const found = find(request.path);
      procedure = found.procedure;
      if (procedure.type !== (request.t === 'call' ? 'call' : 'stream')) throw invalidInput(`${request.path} is a ${procedure.type}`);
      if (request.t === 'call') await runCall(request, procedure as CallDefinition, found.handler as AnyCallHandler, context);
      else {
        const definition = procedure as StreamDefinition;
        entry.credit = new Credit(definition.windowBytes);
        await openStream(request, definition, found.handler as AnyStreamHandler, context, entry.credit);
      }
    } catch (error) {
      // Ended by the peer or by the connection: nobody waits for an answer, and the error is only the echo of the abort.
      if (open && !abort.signal.aborted) transport.send(JSON.stringify({ t: 'error', id: request.id, error: shapeOf(error, request.path, procedure) }));
    } finally {
      abort.abort(); // Ends what the handler left running, such as the producer of a stream whose item was invalid.
      if (running.get(request.id) === entry) running.delete(request.id);
    }
  };

  const isFull = (request: Request): boolean =>
    running.size >= maxCallsPerPeer || (request.t === 'open' && [...running.values()].filter(({ credit }) => credit).length >= maxStreamsPerPeer);

  const receive = (request: Request): void => {
    switch (request.t) {
      case 'credit':
        running.get(request.id)?.credit?.give(request.bytes);
        return;
      case 'cancel':
        running.get(request.id)?.abort.abort();
        running.delete(request.id);
        return;
      case 'call':
      case 'open': {
        if (running.has(request.id)) return close(); // A peer that reuses a live id cannot be answered.
        if (isFull(request)) {
          const error = invalidInput(`Too much at once on one connection: at most ${maxStreamsPerPeer} streams and ${maxCallsPerPeer} calls`);
          transport.send(JSON.stringify({ t: 'error', id: request.id, error: error.toShape() }));
          return;
        }
        void start(request);
      }
    }
  };

  transport.start({
    message(message) {
      if (!open) return;
      const request = typeof message === 'string' && message.length <= maxRequestChars ? parseFrame(requestSchema, message) : null;
      if (request) receive(request);
      else {
        onDefect?.('protocol', '-', new Error('A message that is no request, or longer than allowed: connection closed'));
        close();
      }
    },
    closed: end,
  });

  return { close, closed };
};

