const lineEnd = 10;
/** etcd takes objects of 1.5 MB; what grows beyond this without a line end is no watch. */
const maxLineBytes = 32 * 1024 * 1024;

/** Thrown by `lines` when a line does not end within 32 MiB. */
export class LineTooLong extends Error {
  override readonly name = 'LineTooLong';
}

/**
 * Splits bytes into lines without their ends, empty ones left out. A last line without an end is dropped: it was cut
 * off. One decoder serves the whole stream, since chunks end in the middle of characters.
 */
export async function* lines(source: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder();
  // Parts, not one growing string: searching that anew for each chunk makes a long line quadratic.
  let parts: string[] = [];
  let pending = 0;
  for await (const chunk of source) {
    let start = 0;
    for (let end = chunk.indexOf(lineEnd); end !== -1; end = chunk.indexOf(lineEnd, start)) {
      const line = parts.join('') + decoder.decode(chunk.subarray(start, end), { stream: true });
      parts = [];
      pending = 0;
      start = end + 1;
      if (line !== '') yield line;
    }
    if (start === chunk.length) continue;
    parts.push(decoder.decode(chunk.subarray(start), { stream: true }));
    pending += chunk.length - start;
    if (pending > maxLineBytes) throw new LineTooLong('A line did not end within 32 MiB');
  }
}
