import { z } from 'zod';

const paths = z.object({ data: z.string(), operations: z.string(), logs: z.string(), home: z.string(), dist: z.string() });

/** What the main process posts to the engine's process. `start` and `window` carry one port each. */
export const toEngineSchema = z.discriminatedUnion('type', [
  /** First, with the port of the platform contract. */
  z.object({ type: z.literal('start'), paths, version: z.string(), demo: z.boolean() }),
  /** With the port of a window. */
  z.object({ type: z.literal('window'), peerId: z.string() }),
  /** End in order; the process exits by itself afterwards. */
  z.object({ type: z.literal('dispose') }),
]);
export type ToEngine = z.infer<typeof toEngineSchema>;

/** What the engine's process posts back. */
export const fromEngineSchema = z.discriminatedUnion('type', [
  /** Windows can be handed over. */
  z.object({ type: z.literal('ready') }),
]);
export type FromEngine = z.infer<typeof fromEngineSchema>;
