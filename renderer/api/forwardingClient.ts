import { contract, type EngineClient } from '@shared/contract';
import type { Contract } from '@shared/wire/define';
import { AppError } from '@shared/errors/appError';

type AnyMethod = (input: unknown, options?: unknown) => unknown;
type AnyClient = Record<string, Record<string, AnyMethod>>;

const disconnected = (): AppError => new AppError('DISCONNECTED', 'There is no connection to the engine', {});

/**
 * A client whose methods go to whatever client `current` answers at the moment of the call, so that components may
 * keep it across reconnects. Without one, calls answer and streams throw `DISCONNECTED`.
 */
export const createForwardingClient = (current: () => EngineClient | null): EngineClient => {
  const forward = (domain: string, verb: string, type: 'call' | 'stream'): AnyMethod => (input, options) => {
    const target = current() as AnyClient | null;
    const method = target?.[domain]?.[verb];
    if (method) return method(input, options);
    if (type === 'call') return Promise.resolve({ ok: false, error: disconnected() });
    return failingStream();
  };
  const domains = Object.entries<Contract[string]>(contract).map(([domain, verbs]) => {
    const methods = Object.entries(verbs).map(([verb, procedure]) => [verb, forward(domain, verb, procedure.type)] as const);
    return [domain, Object.fromEntries(methods)] as const;
  });
  return Object.fromEntries(domains) as EngineClient;
};

const failingStream = (): AsyncIterable<never> => ({
  [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(disconnected()) }),
});
