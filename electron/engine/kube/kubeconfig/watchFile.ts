import { unwatchFile, watchFile, type StatsListener } from 'node:fs';

/**
 * Calls back when a file changes, appears, goes or is replaced; returns the way to stop.
 * It asks for the file's state once per interval, because notifications of the system are lost for files that editors
 * replace by renaming, that are reached over symbolic links or network drives, or whose directory is not there yet.
 */
export const watchPath = (file: string, intervalMs: number, onChange: () => void): (() => void) => {
  let debounce: NodeJS.Timeout | undefined;
  const listener: StatsListener = (now, before) => {
    if (now.mtimeMs === before.mtimeMs && now.ino === before.ino && now.size === before.size) return;
    // An editor that writes in several steps is read after its last one.
    clearTimeout(debounce);
    debounce = setTimeout(onChange, intervalMs / 4);
  };
  watchFile(file, { interval: intervalMs, persistent: false }, listener);
  return () => {
    clearTimeout(debounce);
    unwatchFile(file, listener);
  };
};
