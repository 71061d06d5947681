import { constants, createDeflate, createInflate, type Deflate, type Inflate } from 'node:zlib';
import { spdyDictionary } from './dictionary';

/** Names in lower case; several values of one name stand beside each other. */
export type Headers = Record<string, string>;

const separator = '\0';

const counted = (text: string): Buffer => {
  const bytes = Buffer.from(text, 'utf8');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};

export function encodeHeaders(headers: Headers): Buffer {
  const entries = Object.entries(headers);
  const count = Buffer.alloc(4);
  count.writeUInt32BE(entries.length);
  return Buffer.concat([count, ...entries.flatMap(([name, value]) => [counted(name.toLowerCase()), counted(value)])]);
}

export function decodeHeaders(block: Buffer): Headers {
  let at = 4;
  const next = () => {
    const length = block.readUInt32BE(at);
    const text = block.toString('utf8', at + 4, at + 4 + length);
    at += 4 + length;
    return text;
  };
  return Object.fromEntries(Array.from({ length: block.readUInt32BE(0) }, () => [next(), next().split(separator).join(', ')]));
}

/** One direction of a connection: all its header blocks are one zlib stream, so that each must be passed through in order. */
export interface HeaderCoder {
  code(block: Buffer): Promise<Buffer>;
  close(): void;
}

export const createHeaderDeflater = (): HeaderCoder => createCoder(createDeflate({ dictionary: spdyDictionary, flush: constants.Z_SYNC_FLUSH }));
export const createHeaderInflater = (): HeaderCoder => createCoder(createInflate({ dictionary: spdyDictionary, flush: constants.Z_SYNC_FLUSH }));

function createCoder(coder: Deflate | Inflate): HeaderCoder {
  let turn: Promise<unknown> = Promise.resolve();
  const pass = (block: Buffer) =>
    new Promise<Buffer>((resolve, reject) => {
      const out: Buffer[] = [];
      const collect = (chunk: Buffer) => out.push(chunk);
      const done = () => {
        coder.off('data', collect);
        coder.off('error', reject);
      };
      coder.on('data', collect).once('error', reject);
      coder.write(block, () => {
        done();
        resolve(Buffer.concat(out));
      });
    });
  return {
    code(block) {
      const result = turn.then(() => pass(block));
      turn = result.catch(() => undefined);
      return result;
    },
    close: () => coder.close(),
  };
}
