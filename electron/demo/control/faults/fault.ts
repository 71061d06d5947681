import { z } from 'zod';

const ms = z.number().int().nonnegative().max(24 * 3600 * 1000);
const names = z.array(z.string().min(1)).min(1);

/** How the connection of an answer that is not finished ends: in good order, by FIN before the end was sent, by TCP RST. */
const endingSchema = z.enum(['end', 'close', 'reset']);
export type EndingKind = z.infer<typeof endingSchema>;

/** Which requests a fault strikes: those that match every field which is given. */
export const scopeSchema = z.strictObject({
  /** Name of a site as the ready line has it. Without one: every site. */
  site: z.string().optional(),
  /** Verbs of RBAC, `read` (get, list, watch) or `write` (all others). */
  verbs: names.optional(),
  /** As RBAC names them: `pods`, `deployments.apps`, `pods/log`; `pods/*` is every subresource. */
  resources: names.optional(),
  users: names.optional(),
  namespaces: names.optional(),
  /** Regular expression that is looked for in the path with its query. */
  path: z.string().refine(isPattern, { error: 'is no regular expression' }).optional(),
});
export type Scope = z.infer<typeof scopeSchema>;

function isPattern(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    // What the refinement says is the message.
    return false;
  }
}

/** How long a fault lives. With neither time nor count: until it is cleared. */
const lifeSchema = z.object({
  scope: scopeSchema.default({}),
  forMs: ms.optional(),
  /** Strikes this many requests, then it is over. */
  count: z.number().int().positive().optional(),
  /** Strikes a request with this probability; follows the seed of the demo. */
  probability: z.number().gt(0).max(1).optional(),
});

const fault = <Name extends string, Shape extends z.ZodRawShape>(type: Name, shape: Shape) => z.strictObject({ ...lifeSchema.shape, type: z.literal(type), ...shape });
const statusShape = { code: z.number().int().min(400).max(599), reason: z.string().optional(), message: z.string().optional() };

/** All faults the API servers of the demo can have. */
const anyFaultSchema = z.discriminatedUnion('type', [
  /** Answers begin late (`ms` and up to `jitterMs` more); with `chunkMs` each piece of an answer comes late too. */
  fault('latency', { ms: ms.default(0), jitterMs: ms.default(0), chunkMs: ms.default(0) }),
  /** Answers with an error: a Status, or the plain text that the server's own filters and aggregated APIs send. */
  fault('error', { ...statusShape, retryAfterSeconds: z.number().int().nonnegative().optional(), body: z.enum(['status', 'text']).default('status') }),
  /** 401. `until: otherToken`: only to requests that show the token seen first (or none); who comes with another one is served. */
  fault('unauthorized', { until: z.enum(['cleared', 'otherToken']).default('cleared') }),
  /**
   * Ends answers before they are complete (watches, logs, streams). `open`: those under way now, once. `next`: those that
   * begin from now on, `afterMs` after they began. Without verbs in the scope: watches.
   */
  fault('cut', { apply: z.enum(['open', 'next']).default('open'), afterMs: ms.default(0), how: endingSchema.default('close') }),
  /** 410 for watches from a version and lists that continue: as the answer, or as ERROR event in a watch that began well. */
  fault('gone', { how: z.enum(['status', 'event']).default('event') }),
  /** A Status as ERROR event in a watch that was answered with 200, which ends then. `apply` as in `cut`. */
  fault('errorEvent', { ...statusShape, apply: z.enum(['open', 'next']).default('open') }),
  /**
   * Sockets stay open and never send again, also after the fault is cleared: those of matching answers under way and of matching
   * requests that come. With no more than a site in the scope it is all connections, and new ones are accepted and stay silent.
   */
  fault('halfOpen', {}),
  /** Answers trickle at this speed, and bodies are read at it. */
  fault('slow', { bytesPerSecond: z.number().int().positive() }),
  /**
   * Bookmarks of watches that asked for them: none, one each `everyMs`, or each `everyMs` one of a version that is `behind` the
   * one before the last change sent (`older`) or that goes back and forth (`outOfOrder`).
   */
  fault('bookmarks', { mode: z.enum(['none', 'frequent', 'older', 'outOfOrder']), everyMs: ms.min(10).default(100), behind: z.number().int().positive().default(1) }),
  /** Watches say everything twice. */
  fault('duplicateEvents', {}),
  /** Ends an answer after so many bytes of its body. */
  fault('truncate', { afterBytes: z.number().int().nonnegative(), how: endingSchema.default('close') }),
  /** The port is closed: connections are refused. What is open is cut, unless it is kept. Then the port is open again. */
  fault('refuse', { open: z.enum(['cut', 'keep']).default('cut') }),
  /** Accepts connections and lets the TLS handshake wait. */
  fault('slowTls', { ms }),
  /** The Date header is off by this much. */
  fault('clockSkew', { ms: z.number().int() }),
]);

const isOfConnections = ({ type }: { type: string }) => type === 'refuse' || type === 'slowTls';

export const faultSchema = anyFaultSchema
  .refine((fault) => !isOfConnections(fault) || Object.keys(fault.scope).every((field) => field === 'site'), {
    error: 'comes before anybody knows what is asked: only a site can be its scope',
    path: ['scope'],
  })
  .refine((fault) => !isOfConnections(fault) || (fault.count === undefined && fault.probability === undefined), { error: 'holds for all connections: give it a time, or clear it', path: ['count'] });
export type Fault = z.infer<typeof faultSchema>;
/** A fault as a test writes it: what has a default may be left out. */
export type FaultDraft = z.input<typeof faultSchema>;
export type FaultOf<Type extends Fault['type']> = Extract<Fault, { type: Type }>;
