import { describe, expect, it } from 'vitest';
import { lines, LineTooLong } from './lines';

async function* chunked(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}
const collect = async (source: AsyncIterable<string>): Promise<string[]> => {
  const all: string[] = [];
  for await (const line of source) all.push(line);
  return all;
};

describe('lines', () => {
  const text = 'plain\n\nсловá 汉字 𝛑\n{"a":1}\n';

  it.each([1, 2, 3, 5, 7, 1_000])('come out whole from chunks of %i bytes', async (size) => {
    expect(await collect(lines(chunked(new TextEncoder().encode(text), size)))).toEqual(['plain', 'словá 汉字 𝛑', '{"a":1}']);
  });

  it('leave out a last line that was cut off', async () => {
    expect(await collect(lines(chunked(new TextEncoder().encode('whole\nhal'), 4)))).toEqual(['whole']);
  });

  it('take a line of 3 MB', async () => {
    const long = 'x'.repeat(3_000_000);
    expect(await collect(lines(chunked(new TextEncoder().encode(`${long}\n`), 65_536)))).toEqual([long]);
  });

  it('refuse a line that never ends', async () => {
    async function* endless(): AsyncGenerator<Uint8Array> {
      const chunk = new Uint8Array(1024 * 1024).fill(65);
      for (;;) yield chunk;
    }
    await expect(collect(lines(endless()))).rejects.toBeInstanceOf(LineTooLong);
  });
});
