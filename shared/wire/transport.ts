export type WireMessage = string | Uint8Array;

/**
 * One connection that delivers messages in order. `send` never throws: on a dead connection it does nothing,
 * because `onClose` tells of the death.
 */
export interface Transport {
  send(message: WireMessage): void;
  /** Called once by the server or client that uses the transport; messages before that wait. */
  start(receiver: { message(message: WireMessage): void; closed(): void }): void;
  close(): void;
}
