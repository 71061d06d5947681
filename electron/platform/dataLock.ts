import { mkdir, open, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '@shared/errors/appError';
import { sentence } from '@shared/sentences/sentence';
import { fileNotWritten } from './documentFile';

/** Who holds the lock: a process, and since when, because numbers of dead processes are given out again. */
interface Holder {
  pid: number;
  startedAt: string;
}

/** Start of a process in the kernel's ticks; empty where the system does not tell (not Linux). */
const startOf = async (pid: number): Promise<string> => {
  // The name in brackets may hold spaces: count from behind it. Field 22 of proc(5) is the 20th from there.
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ''); // No such file: not Linux, or dead.
  return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? '';
};

const isRunning = async ({ pid, startedAt }: Holder): Promise<boolean> => {
  if (pid === process.pid) return (await startOf(pid)) === startedAt;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as another user.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const current = await startOf(pid);
  return current === '' || startedAt === '' || current === startedAt;
};

const readHolder = async (file: string): Promise<Holder | null> => {
  const [pid, startedAt = ''] = (await readFile(file, 'utf8').catch(() => '')).trim().split(' ');
  return pid && Number(pid) > 0 ? { pid: Number(pid), startedAt } : null;
};

/** False when there is a lock file already. */
const create = async (file: string): Promise<boolean> => {
  try {
    const handle = await open(file, 'wx', 0o600);
    await handle.writeFile(`${process.pid} ${await startOf(process.pid)}\n`);
    await handle.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw fileNotWritten(file, error);
  }
};

/**
 * Keeps a second engine away from the folder: two of them would write over each other's settings and break the
 * audit chain. The lock of a process that died is taken over. Throws CONFLICT while another one lives.
 *
 * @returns the way to give the folder free
 */
export const lockDataFolder = async (folder: string): Promise<() => Promise<void>> => {
  const file = path.join(folder, 'engine.lock');
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw fileNotWritten(folder, error);
  });
  if (!(await create(file))) {
    const holder = await readHolder(file);
    const inUse = (pid: number | string): AppError => new AppError('CONFLICT', sentence('host.dataInUse', { pid, path: folder }), {});
    if (holder && (await isRunning(holder))) throw inUse(holder.pid);
    await rm(file, { force: true });
    // Somebody else took it over at the same moment.
    if (!(await create(file))) throw inUse((await readHolder(file))?.pid ?? '?');
  }
  return () => rm(file, { force: true });
};
