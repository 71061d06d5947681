import type { ServerResponse } from 'node:http';
import type { EndingKind } from './fault';
import type { Line } from './line';

const nothing = () => true;

/** The handler may go on: what it says after the end goes nowhere, where Node would call it an error. */
function silence(response: ServerResponse): void {
  response.write = nothing;
  response.end = () => response;
}

/** Ends an answer where it stands. */
export function endNow(response: ServerResponse, line: Line, how: EndingKind): void {
  if (how === 'end') response.end();
  else line.breakOff(how);
  silence(response);
}

/** Ends an answer after so many bytes of its body, whatever its handler says. */
export function truncate(response: ServerResponse, line: Line, afterBytes: number, how: EndingKind): void {
  const write = response.write.bind(response) as (chunk: Buffer, done?: () => void) => boolean;
  const end = response.end.bind(response);
  const writeHead = response.writeHead.bind(response) as (code: number, headers?: object) => ServerResponse;
  let left = afterBytes;

  const pass = (chunk: unknown): boolean => {
    const bytes = Buffer.from(chunk as string | Buffer);
    if (bytes.length <= left) {
      left -= bytes.length;
      return write(bytes);
    }
    const last = bytes.subarray(0, left);
    silence(response);
    if (how === 'end') {
      write(last);
      end();
    } else {
      // The head goes with the first bytes, also where the cut comes before any.
      response.flushHeaders();
      write(last.length > 0 ? last : Buffer.alloc(0));
      setImmediate(() => line.breakOff(how));
    }
    return true;
  };

  // An answer that ends in good order too early must not have promised its length.
  response.writeHead = ((code: number, headers: Record<string, unknown> = {}) =>
    writeHead(code, how === 'end' ? Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'content-length')) : headers)) as ServerResponse['writeHead'];
  response.write = pass as ServerResponse['write'];
  response.end = ((chunk?: unknown) => {
    const isWhole = chunk === undefined || chunk === null || typeof chunk === 'function' || Buffer.byteLength(chunk as string) <= left;
    if (isWhole) return end(chunk as Buffer);
    pass(chunk);
    return response;
  }) as ServerResponse['end'];
}
