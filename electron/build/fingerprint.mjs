import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

const isTest = (file) => /\.test\.tsx?$/.test(file);

/** Files below the inputs (folders or files, relative to `root`), without tests: they are not built. */
const listFiles = async (root, inputs) => {
  const found = [];
  for (const input of inputs) {
    const full = path.join(root, input);
    if ((await stat(full)).isFile()) found.push(full);
    else {
      const entries = await readdir(full, { recursive: true, withFileTypes: true });
      found.push(...entries.filter((entry) => entry.isFile() && !isTest(entry.name)).map((entry) => path.join(entry.parentPath, entry.name)));
    }
  }
  return found.sort();
};

/** Changes when a file is edited, added, removed or replaced by an older one (which a newest-time check would miss). */
export const fingerprint = async (root, inputs) => {
  const hash = createHash('sha256');
  for (const file of await listFiles(root, inputs)) {
    const { mtimeMs, size } = await stat(file);
    hash.update(`${path.relative(root, file)} ${mtimeMs} ${size}\n`);
  }
  return hash.digest('hex');
};

/** Runs `work` unless its inputs are those of the last run that succeeded. */
export const buildIfChanged = async ({ root, stamp, inputs, work }) => {
  const current = await fingerprint(root, inputs);
  const previous = await readFile(stamp, 'utf8').catch(() => null); // No stamp: never built.
  if (previous === current) return;
  await rm(stamp, { force: true });
  await work();
  await mkdir(path.dirname(stamp), { recursive: true });
  await writeFile(stamp, current);
};
