import { z } from 'zod';

/**
 * What travels: JSON text for everything but raw bytes, which travel as one binary message with a fixed header.
 * The same on a MessagePort and on a WebSocket, so that a value means the same on both (structured clone would
 * keep what JSON loses, and refuse what JSON can carry).
 */

/** Longest message that a server takes. A larger one is a broken or hostile peer: the connection is closed. */
export const maxRequestChars = 1024 * 1024;
export const maxStreamsPerPeer = 64;
export const maxCallsPerPeer = 4096;

const id = z.number().int().nonnegative().max(0xffff_ffff);

export const requestSchema = z.discriminatedUnion('t', [
  z.object({ t: z.literal('call'), id, path: z.string().max(100), input: z.unknown() }),
  z.object({ t: z.literal('open'), id, path: z.string().max(100), input: z.unknown(), afterSeq: z.number().int().nonnegative().optional() }),
  z.object({ t: z.literal('credit'), id, bytes: z.number().int().positive() }),
  z.object({ t: z.literal('cancel'), id }),
]);
export type Request = z.infer<typeof requestSchema>;

export const responseSchema = z.discriminatedUnion('t', [
  z.object({ t: z.literal('ok'), id, value: z.unknown() }),
  /** An `AppErrorShape`, read by whoever waits for the answer: an error of another version must still end the wait. */
  z.object({ t: z.literal('error'), id, error: z.unknown() }),
  /** `charge` is what the item took from the stream's credit and what the consumer gives back. */
  z.object({ t: z.literal('item'), id, seq: z.number().int(), charge: z.number().int(), value: z.unknown() }),
  z.object({ t: z.literal('gap'), id, dropped: z.number().int() }),
  z.object({ t: z.literal('reset'), id }),
  z.object({ t: z.literal('end'), id }),
]);
export type Response = z.infer<typeof responseSchema>;

export interface BytesItem {
  id: number;
  seq: number;
  charge: number;
  value: Uint8Array;
}

/** id (4 bytes), seq (8), charge (4); then the bytes. */
const headerBytes = 16;

export const encodeBytes = ({ id: streamId, seq, charge, value }: BytesItem): Uint8Array<ArrayBuffer> => {
  const message = new Uint8Array(headerBytes + value.byteLength);
  const header = new DataView(message.buffer);
  header.setUint32(0, streamId);
  header.setFloat64(4, seq);
  header.setUint32(12, charge);
  message.set(value, headerBytes);
  return message;
};

export const decodeBytes = (message: Uint8Array): BytesItem | null => {
  if (message.byteLength < headerBytes) return null;
  const header = new DataView(message.buffer, message.byteOffset, headerBytes);
  return { id: header.getUint32(0), seq: header.getFloat64(4), charge: header.getUint32(12), value: message.subarray(headerBytes) };
};

/** The parsed text, or null for anything that is not a frame of this schema. */
export const parseFrame = <S extends z.ZodType>(schema: S, text: string): z.output<S> | null => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null; // Not JSON: the caller treats it like any other malformed frame.
  }
  const frame = schema.safeParse(json);
  return frame.success ? frame.data : null;
};
