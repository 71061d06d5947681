import { crc32 } from 'node:zlib';

const largestBlock = 0xffff;

/**
 * Gzip without compression. What zlib makes of the same bytes differs from one version and processor to the next, and
 * with it the digest of every image; stored blocks are the same everywhere, and these layers are small.
 */
export function storedGzip(bytes: Buffer): Buffer {
  const parts: Buffer[] = [Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff])];
  for (let start = 0; start === 0 || start < bytes.length; start += largestBlock) {
    const block = bytes.subarray(start, start + largestBlock);
    const head = Buffer.alloc(5);
    head.writeUInt8(start + largestBlock >= bytes.length ? 1 : 0, 0);
    head.writeUInt16LE(block.length, 1);
    head.writeUInt16LE(block.length ^ 0xffff, 3);
    parts.push(head, block);
  }
  const tail = Buffer.alloc(8);
  tail.writeUInt32LE(crc32(bytes), 0);
  tail.writeUInt32LE(bytes.length >>> 0, 4);
  return Buffer.concat([...parts, tail]);
}
