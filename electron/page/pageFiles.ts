import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { securityHeaders } from './securityHeaders';

export interface PageFile {
  readonly body: Buffer<ArrayBuffer>;
  readonly headers: Record<string, string>;
}

/** The built renderer, as files ready to be answered. */
export interface PageFiles {
  /** `pathname` as in a URL, still percent-encoded. Null when there is no such file. */
  read(pathname: string): Promise<PageFile | null>;
}

const mimeTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.wasm': 'application/wasm',
};

const documentPath = '/index.html';

const listFiles = async (root: string, folder = ''): Promise<string[]> => {
  // Not `recursive: true`: an asar archive lists one folder at a time.
  const entries = await readdir(path.join(root, folder), { withFileTypes: true });
  const nested = await Promise.all(
    entries.map(async (entry) => {
      const name = path.posix.join(folder, entry.name);
      if (entry.isDirectory()) return listFiles(root, name);
      return entry.isFile() && !name.endsWith('.map') ? [name] : [];
    }),
  );
  return nested.flat();
};

/** Null for what is no valid percent-encoding. */
const decodePath = (pathname: string): string | null => {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return null; // A malformed address names no file.
  }
};

/**
 * Reads the list of files once: only what was there at the start is served, so no address, however it is written,
 * leads out of the folder.
 *
 * @param root folder of the built renderer
 * @param host what the page is told about who serves it
 */
export const createPageFiles = async (root: string, host: 'desktop' | 'browser'): Promise<PageFiles> => {
  const files = new Map((await listFiles(root)).map((name) => [`/${name}`, path.join(root, name)]));

  const readDocument = async (file: string): Promise<PageFile> => {
    const nonce = randomBytes(18).toString('base64');
    const html = (await readFile(file, 'utf8')).replaceAll('__HOST__', host).replaceAll('__STYLE_NONCE__', nonce);
    return {
      body: Buffer.from(html),
      headers: { ...securityHeaders(nonce), 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' },
    };
  };

  return {
    async read(pathname) {
      const decoded = decodePath(pathname);
      const name = decoded === '/' ? documentPath : decoded;
      const file = name === null ? undefined : files.get(name);
      if (name === null || file === undefined) return null;
      if (name === documentPath) return readDocument(file);
      return {
        body: await readFile(file),
        headers: {
          ...securityHeaders(null),
          'Content-Type': mimeTypes[path.extname(name)] ?? 'application/octet-stream',
          // Vite puts a hash of the content into the names below assets/.
          'Cache-Control': name.startsWith('/assets/') ? 'private, max-age=31536000, immutable' : 'no-cache',
        },
      };
    },
  };
};
