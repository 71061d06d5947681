import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { AppError } from '@shared/errors/appError';
import { sentence } from '@shared/sentences/sentence';

/**
 * Reads an answer to its end, unpacked. Over `limitBytes` (counted unpacked: a small body can unpack to a huge one) it
 * stops reading and throws UPSTREAM.
 */
export const readBody = async (response: IncomingMessage, limitBytes: number, target: string): Promise<Buffer> => {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of unpacked(response) as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > limitBytes) {
      response.destroy();
      const limit = Math.round(limitBytes / 1024 / 1024);
      throw new AppError('UPSTREAM', sentence('connection.answerTooLarge', { target, limit }), { system: 'kubernetes', status: response.statusCode });
    }
    parts.push(part);
  }
  return Buffer.concat(parts);
};

const unpacked = (response: IncomingMessage): Readable => {
  if (response.headers['content-encoding'] !== 'gzip') return response;
  const gunzip = createGunzip();
  // `pipe` does not carry errors: a cut connection must not look like the end of the answer.
  response.on('error', (error) => gunzip.destroy(error));
  return response.pipe(gunzip);
};

/**
 * An answer as bytes in the order and at the pace they are asked for: what is not read stays in the socket.
 * Ending the iteration closes the socket, even one that was never begun.
 */
export const byteStream = (response: IncomingMessage, translate: (error: unknown) => Error, onEnd: () => void): AsyncIterable<Uint8Array> => {
  // Errors before the first read are kept by the stream and thrown by the iterator; without a listener they end the process.
  response.once('error', onEnd);
  response.once('close', onEnd);
  const chunks = response[Symbol.asyncIterator]() as AsyncIterator<Uint8Array, undefined>;
  const iterator: AsyncIterator<Uint8Array, undefined> = {
    async next() {
      try {
        return await chunks.next();
      } catch (error) {
        throw translate(error);
      }
    },
    async return() {
      response.destroy();
      return { done: true, value: undefined };
    },
  };
  return { [Symbol.asyncIterator]: () => iterator };
};
