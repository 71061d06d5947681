/** Frames of SPDY/3.1. Header blocks stay compressed here: their contexts belong to the connection. */
export type Frame =
  | { type: 'data'; streamId: number; fin: boolean; payload: Buffer }
  | { type: 'synStream'; streamId: number; fin: boolean; block: Buffer }
  | { type: 'synReply'; streamId: number; fin: boolean; block: Buffer }
  | { type: 'headers'; streamId: number; fin: boolean; block: Buffer }
  | { type: 'rstStream'; streamId: number; status: number }
  | { type: 'settings'; values: ReadonlyMap<number, number> }
  | { type: 'ping'; id: number }
  | { type: 'goAway'; lastStreamId: number; status: number }
  | { type: 'windowUpdate'; streamId: number; delta: number };

/** The id of the setting that gives the window new streams begin with. */
export const initialWindowSetting = 7;
/** Why a stream is reset. */
export const resets = { protocolError: 1, invalidStream: 2, refusedStream: 3, cancel: 5, internalError: 6, flowControlError: 7 } as const;

const version = 3;
const headerBytes = 8;
const largestFrame = 0xffffff;
const finFlag = 1;
const codes = { synStream: 1, synReply: 2, rstStream: 3, settings: 4, ping: 6, goAway: 7, headers: 8, windowUpdate: 9 } as const;

const word = (value: number): Buffer => {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32BE(value >>> 0);
  return buffer;
};

function control(type: keyof typeof codes, flags: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([word((0x80000000 | (version << 16) | codes[type]) >>> 0), word((flags << 24) | body.length), body]);
}

/** @throws where the payload does not fit into one frame */
export function encodeFrame(frame: Frame): Buffer {
  switch (frame.type) {
    case 'data':
      if (frame.payload.length > largestFrame) throw new RangeError(`A SPDY frame holds ${largestFrame} bytes, not ${frame.payload.length}`);
      return Buffer.concat([word(frame.streamId), word(((frame.fin ? finFlag : 0) << 24) | frame.payload.length), frame.payload]);
    case 'synStream':
      return control(frame.type, frame.fin ? finFlag : 0, word(frame.streamId), word(0), Buffer.alloc(2), frame.block);
    case 'synReply':
    case 'headers':
      return control(frame.type, frame.fin ? finFlag : 0, word(frame.streamId), frame.block);
    case 'rstStream':
      return control(frame.type, 0, word(frame.streamId), word(frame.status));
    case 'settings':
      return control(frame.type, 0, word(frame.values.size), ...[...frame.values].flatMap(([id, value]) => [word(id), word(value)]));
    case 'ping':
      return control(frame.type, 0, word(frame.id));
    case 'goAway':
      return control(frame.type, 0, word(frame.lastStreamId), word(frame.status));
    case 'windowUpdate':
      return control(frame.type, 0, word(frame.streamId), word(frame.delta));
  }
}

/** Takes bytes as they come and gives the frames that are whole. Frames of unknown types are skipped, as the protocol asks. */
export function createFrameReader(): (chunk: Buffer) => Frame[] {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const frames: Frame[] = [];
    let at = 0;
    while (rest.length - at >= headerBytes) {
      const length = rest.readUInt32BE(at + 4) & largestFrame;
      const end = at + headerBytes + length;
      if (rest.length < end) break;
      const frame = decodeFrame(rest.readUInt32BE(at), rest.readUInt8(at + 4), rest.subarray(at + headerBytes, end));
      if (frame) frames.push(frame);
      at = end;
    }
    rest = rest.subarray(at);
    return frames;
  };
}

function decodeFrame(first: number, flags: number, body: Buffer): Frame | null {
  const fin = (flags & finFlag) !== 0;
  if (first < 0x80000000) return { type: 'data', streamId: first, fin, payload: body };
  if (((first >>> 16) & 0x7fff) !== version) throw new Error(`SPDY frame of version ${(first >>> 16) & 0x7fff}`);
  const number = (at: number) => body.readUInt32BE(at) & 0x7fffffff;
  switch (first & 0xffff) {
    case codes.synStream:
      return { type: 'synStream', streamId: number(0), fin, block: body.subarray(10) };
    case codes.synReply:
      return { type: 'synReply', streamId: number(0), fin, block: body.subarray(4) };
    case codes.headers:
      return { type: 'headers', streamId: number(0), fin, block: body.subarray(4) };
    case codes.rstStream:
      return { type: 'rstStream', streamId: number(0), status: number(4) };
    case codes.settings:
      return { type: 'settings', values: new Map(Array.from({ length: number(0) }, (_, index) => [number(4 + index * 8) & 0xffffff, number(8 + index * 8)])) };
    case codes.ping:
      return { type: 'ping', id: body.readUInt32BE(0) };
    case codes.goAway:
      return { type: 'goAway', lastStreamId: number(0), status: number(4) };
    case codes.windowUpdate:
      return { type: 'windowUpdate', streamId: number(0), delta: number(4) };
    default:
      return null;
  }
}
