import type { Duplex } from 'node:stream';
import type { Exchange } from './exchange';
import type { Address } from './target';

/** A request for a resource that has been authorized. */
export interface Call {
  readonly exchange: Exchange;
  readonly address: Address;
  /** Aborted when the server closes; streams end with it. */
  readonly closing: AbortSignal;
}

/** A resource that is answered and not stored: discovery shows it, an extension serves it. */
export interface VirtualResource {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** `nodes`, or `pods/exec` for a subresource of a stored kind. */
  readonly name: string;
  readonly singular?: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly shortNames?: readonly string[];
}

/**
 * What another part of the site adds to its API. Extensions are asked in order, before the stored kinds are; each request has
 * been authenticated and authorized by then. One that throws a StatusError answers with it.
 */
export interface ApiExtension {
  readonly resources?: readonly VirtualResource[];
  /** Answers a request that is its own; false leaves it to the next. */
  serve?(call: Call): boolean | Promise<boolean>;
  /** Takes over the connection of a request to switch protocols, or refuses with the exchange's response; false leaves it to the next. */
  upgrade?(call: Call, socket: Duplex, head: Buffer): boolean | Promise<boolean>;
}
