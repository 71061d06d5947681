import { posix } from 'node:path';

/** Why the file system refuses, in the words of the C library. */
export class FileError extends Error {}

export interface FileEntry {
  name: string;
  isDirectory: boolean;
  size: number;
  /** Permission bits. */
  mode: number;
  /** Epoch ms. */
  modifiedAt: number;
}

/** What is at a path from the start: text, or what makes it whenever it is read. */
export type Content = string | Buffer | (() => string | Buffer);

interface Node {
  /** Null: a file. */
  children: Map<string, Node> | null;
  content: Content;
  mode: number;
  modifiedAt: number;
  isReadOnly: boolean;
}

/** A container's file system. Paths are absolute. */
export interface FileSystem {
  stat(path: string): FileEntry;
  exists(path: string): boolean;
  read(path: string): Buffer;
  list(path: string): FileEntry[];
  write(path: string, data: Buffer, append?: boolean): void;
  makeDirectory(path: string, withParents: boolean): void;
  remove(path: string, recursive: boolean): void;
  rename(from: string, to: string): void;
  touch(path: string): void;
  setMode(path: string, mode: number): void;
  /** Puts content there with all its parents, past any protection: what an image or a volume brings. */
  place(path: string, content: Content, options?: { mode?: number; readOnly?: boolean }): void;
  placeDirectory(path: string, options?: { readOnly?: boolean }): void;
}

/** What a container may hold beyond its image, so that a shell in it cannot eat the demo's memory. */
const mostBytes = 16 * 1024 * 1024;

const bytesOf = (content: Content): Buffer => {
  const value = typeof content === 'function' ? content() : content;
  return typeof value === 'string' ? Buffer.from(value, 'utf8') : value;
};

export function createFileSystem(now: () => number): FileSystem {
  const directory = (isReadOnly = false): Node => ({ children: new Map(), content: '', mode: 0o755, modifiedAt: now(), isReadOnly });
  const file = (content: Content, mode = 0o644, isReadOnly = false): Node => ({ children: null, content, mode, modifiedAt: now(), isReadOnly });
  const root = directory();
  let written = 0;

  const partsOf = (path: string) => posix.resolve('/', path).split('/').filter(Boolean);
  const find = (path: string): Node | undefined => partsOf(path).reduce<Node | undefined>((node, part) => node?.children?.get(part), root);
  const need = (path: string): Node => {
    const node = find(path);
    if (!node) throw new FileError('No such file or directory');
    return node;
  };
  const parentOf = (path: string): { parent: Node; children: Map<string, Node>; name: string } => {
    const parts = partsOf(path);
    const name = parts.pop();
    const parent = need(`/${parts.join('/')}`);
    if (!parent.children || name === undefined) throw new FileError(name === undefined ? 'Is a directory' : 'Not a directory');
    return { parent, children: parent.children, name };
  };
  const writableParentOf = (path: string) => {
    const found = parentOf(path);
    if (found.parent.isReadOnly || found.children.get(found.name)?.isReadOnly) throw new FileError('Read-only file system');
    return found;
  };
  const entry = (name: string, node: Node): FileEntry => ({
    name,
    isDirectory: node.children !== null,
    size: node.children ? 4096 : bytesOf(node.content).length,
    mode: node.mode,
    modifiedAt: node.modifiedAt,
  });
  const descend = (path: string, isReadOnly: boolean): Node =>
    partsOf(path).reduce((node, part) => {
      const next = node.children?.get(part) ?? directory(isReadOnly);
      node.children?.set(part, next);
      return next;
    }, root);

  return {
    stat: (path) => entry(posix.basename(path) || '/', need(path)),
    exists: (path) => find(path) !== undefined,
    read(path) {
      const node = need(path);
      if (node.children) throw new FileError('Is a directory');
      return bytesOf(node.content);
    },
    list(path) {
      const node = need(path);
      if (!node.children) throw new FileError('Not a directory');
      return [...node.children].map(([name, child]) => entry(name, child)).sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    write(path, data, append = false) {
      const { children, name } = writableParentOf(path);
      const existing = children.get(name);
      if (existing?.children) throw new FileError('Is a directory');
      const before = existing ? bytesOf(existing.content) : Buffer.alloc(0);
      const after = append ? Buffer.concat([before, data]) : Buffer.from(data);
      if (written + after.length - before.length > mostBytes) throw new FileError('No space left on device');
      written += after.length - before.length;
      children.set(name, { ...file(after, existing?.mode), modifiedAt: now() });
    },
    makeDirectory(path, withParents) {
      if (find(path)) {
        if (withParents && find(path)?.children) return;
        throw new FileError('File exists');
      }
      if (withParents) this.makeDirectory(posix.dirname(posix.resolve('/', path)), true);
      const { children, name } = writableParentOf(path);
      children.set(name, directory());
    },
    remove(path, recursive) {
      const node = need(path);
      if (node.children && !recursive) throw new FileError('Is a directory');
      const { children, name } = writableParentOf(path);
      if (!node.children) written -= Math.min(written, bytesOf(node.content).length);
      children.delete(name);
    },
    rename(from, to) {
      const node = need(from);
      const source = writableParentOf(from);
      const target = writableParentOf(to);
      source.children.delete(source.name);
      target.children.set(target.name, node);
    },
    touch(path) {
      const node = find(path);
      if (!node) return this.write(path, Buffer.alloc(0));
      if (node.isReadOnly) throw new FileError('Read-only file system');
      node.modifiedAt = now();
    },
    setMode(path, mode) {
      const node = need(path);
      if (node.isReadOnly) throw new FileError('Read-only file system');
      node.mode = mode;
    },
    place(path, content, { mode, readOnly = false } = {}) {
      const parent = descend(posix.dirname(path), readOnly);
      parent.children?.set(posix.basename(path), file(content, mode, readOnly));
    },
    placeDirectory: (path, { readOnly = false } = {}) => void descend(path, readOnly),
  };
}
