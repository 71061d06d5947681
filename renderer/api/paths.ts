import type { z } from 'zod';
import type { EngineClient, EngineContract } from '@shared/contract';
import type { CallDefinition, ItemOf, StreamDefinition } from '@shared/wire/define';
import type { CallOptions, Outcome, StreamEvent, StreamOptions } from '@shared/wire/types';

type PathsOf<Kind> = {
  [D in keyof EngineContract]: {
    [V in keyof EngineContract[D]]: EngineContract[D][V] extends Kind ? `${D}.${V & string}` : never;
  }[keyof EngineContract[D]];
}[keyof EngineContract];

/** `domain.verb` of every call and of every stream. A path is a stable key, which a selector function is not. */
export type CallPath = PathsOf<CallDefinition>;
export type StreamPath = PathsOf<StreamDefinition>;

export type DefinitionAt<P> = P extends `${infer D}.${infer V}`
  ? D extends keyof EngineContract
    ? V extends keyof EngineContract[D]
      ? EngineContract[D][V]
      : never
    : never
  : never;

export type InputAt<P> = DefinitionAt<P> extends { input: infer I extends z.ZodType } ? z.input<I> : never;
export type OutputAt<P> = DefinitionAt<P> extends { output: infer O extends z.ZodType } ? z.output<O> : never;
export type ItemAt<P> = DefinitionAt<P> extends { item: infer T } ? ItemOf<T> : never;

const methodAt = (client: EngineClient, path: string): unknown => {
  const [domain = '', verb = ''] = path.split('.');
  return (client as Record<string, Record<string, unknown>>)[domain]?.[verb];
};

export const callAt = <P extends CallPath>(client: EngineClient, path: P) =>
  methodAt(client, path) as (input: InputAt<P>, options?: CallOptions) => Promise<Outcome<OutputAt<P>>>;

export const streamAt = <P extends StreamPath>(client: EngineClient, path: P) =>
  methodAt(client, path) as (input: InputAt<P>, options?: StreamOptions) => AsyncIterable<StreamEvent<ItemAt<P>>>;
