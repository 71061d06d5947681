import { z } from 'zod';
import { faultSchema } from './faults/fault';

/** The commands of the control endpoint: what each takes and what it gives. Tests call them through `ControlClient`. */

const site = { site: z.string().optional() };
const count = (most: number, otherwise: number) => z.number().int().nonnegative().max(most).default(otherwise);

const activeFaultSchema = z.object({ id: z.string(), fault: faultSchema, struck: z.number(), left: z.number().nullable() });

const clockSchema = z.object({
  site: z.string(),
  /** Site time, epoch ms. */
  now: z.number(),
  elapsedMs: z.number(),
  speed: z.number(),
  paused: z.boolean(),
});

export const loadSchema = z.strictObject({
  ...site,
  seed: z.number().int().default(1),
  namespaces: count(10_000, 20),
  /** Spread over the namespaces, each with its ReplicaSets, one Service and its EndpointSlice. */
  deployments: count(50_000, 200),
  pods: count(100_000, 1_000),
  /** ReplicaSets without pods per Deployment, as its history. */
  oldReplicaSets: count(10, 1),
  nodes: count(5_000, 20),
  events: count(100_000, 500),
});

export const churnSchema = z.strictObject({
  ...site,
  perSecond: z.number().positive().max(50_000),
  /** Without: until it is stopped. */
  forMs: z.number().int().positive().optional(),
  /** Shares of what happens; the rest of a whole is flips of status. */
  restarts: z.number().min(0).max(1).default(0.2),
  replacements: z.number().min(0).max(1).default(0.1),
  events: z.number().min(0).max(1).default(0.1),
});

const loadStateSchema = z.object({ site: z.string(), objects: z.record(z.string(), z.number()), changes: z.number(), isChurning: z.boolean() });

const requestCountSchema = z.object({ site: z.string(), verb: z.string(), resource: z.string(), code: z.number().nullable(), count: z.number(), bytes: z.number() });
const servedSchema = z.object({
  at: z.number(),
  site: z.string(),
  verb: z.string(),
  resource: z.string(),
  namespace: z.string().optional(),
  user: z.string(),
  path: z.string(),
  code: z.number().nullable(),
  bytes: z.number(),
  isOpen: z.boolean(),
});

const reportSchema = z.object({
  sites: z.array(z.object({ site: z.string(), revision: z.number(), objects: z.record(z.string(), z.number()) })),
  requests: z.array(requestCountSchema),
  /** Watches that are open now. */
  watches: z.array(z.object({ site: z.string(), resource: z.string(), namespace: z.string().optional(), user: z.string() })),
  bytesSent: z.number(),
  memory: z.object({ rssBytes: z.number(), heapUsedBytes: z.number() }),
});

export const commands = {
  'faults.add': { input: faultSchema, output: activeFaultSchema },
  'faults.clear': { input: z.strictObject({ id: z.string().optional() }), output: z.object({ cleared: z.number() }) },
  'faults.list': { input: z.strictObject({}), output: z.object({ faults: z.array(activeFaultSchema) }) },
  /** Makes the tokens of a user worthless and says the new one; with `revokeOnly` there is none. */
  'token.rotate': { input: z.strictObject({ ...site, user: z.string().default('developer'), revokeOnly: z.boolean().default(false) }), output: z.object({ token: z.string().nullable() }) },
  /** Forgets all changes so far: watches and `continue` tokens from before get 410. */
  'store.compact': { input: z.strictObject(site), output: z.object({ revision: z.number() }) },
  /** Answers with how the clocks are then. `advanceMs` runs all that falls due on the way before it answers. */
  clock: {
    input: z.strictObject({ ...site, speed: z.number().positive().max(1000).optional(), paused: z.boolean().optional(), advanceMs: z.number().int().positive().max(400 * 24 * 3600 * 1000).optional() }),
    output: z.object({ clocks: z.array(clockSchema) }),
  },
  /** Puts objects into a site that no controller and no kubelet acts on. */
  'load.create': { input: loadSchema, output: loadStateSchema },
  /** Changes them from now on, so many times a second. */
  'load.churn': { input: churnSchema, output: loadStateSchema },
  'load.state': { input: z.strictObject(site), output: loadStateSchema },
  'load.stop': { input: z.strictObject(site), output: loadStateSchema },
  /** Takes them away again. */
  'load.clear': { input: z.strictObject(site), output: loadStateSchema },
  /** What was served. `reset` counts anew from here. */
  report: { input: z.strictObject({ reset: z.boolean().default(false) }), output: reportSchema },
  /** The last requests, oldest first. @see report for all */
  requests: { input: z.strictObject({ since: z.number().optional() }), output: z.object({ requests: z.array(servedSchema) }) },
} as const;

export type Commands = typeof commands;
export type CommandName = keyof Commands;
export type CommandInput<Name extends CommandName> = z.input<Commands[Name]['input']>;
export type CommandOutput<Name extends CommandName> = z.output<Commands[Name]['output']>;

/** `GET /digest`: the truth about one collection. Lines of JSON: this, then `[uid, resourceVersion]` per object. */
export const digestQuerySchema = z.strictObject({ ...site, resource: z.string(), namespace: z.string().optional() });
export type DigestQuery = z.infer<typeof digestQuerySchema>;
export const digestHeadSchema = z.object({ revision: z.number(), count: z.number() });
export const digestLineSchema = z.tuple([z.string(), z.string()]);
