/** A file of an image, or a directory where the path ends with a slash. */
export interface ImageFile {
  path: string;
  text?: string;
  isExecutable?: boolean;
}

const blockBytes = 512;
/** Two blocks of nothing end an archive; everything is 1 January 2024, so that the bytes are always the same. */
export const imageTime = Date.UTC(2024, 0, 1);

/** A POSIX tar archive owned by root. Paths are shorter than 100 characters. */
export function tar(files: readonly ImageFile[]): Buffer {
  const blocks = files.flatMap((file) => {
    const body = Buffer.from(file.text ?? '');
    return [header(file, body.length), body, Buffer.alloc((blockBytes - (body.length % blockBytes)) % blockBytes)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(2 * blockBytes)]);
}

function header({ path, isExecutable }: ImageFile, size: number): Buffer {
  const isDirectory = path.endsWith('/');
  const block = Buffer.alloc(blockBytes);
  const octal = (value: number, offset: number, length: number) => block.write(`${value.toString(8).padStart(length - 1, '0')}\0`, offset, 'ascii');
  block.write(path, 0, 100, 'ascii');
  octal(isDirectory || isExecutable ? 0o755 : 0o644, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(size, 124, 12);
  octal(imageTime / 1000, 136, 12);
  block.fill(' ', 148, 156);
  block.write(isDirectory ? '5' : '0', 156, 'ascii');
  block.write('ustar\0' + '00', 257, 'ascii');
  block.write('root', 265, 'ascii');
  block.write('root', 297, 'ascii');
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'ascii');
  return block;
}
