import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { fileNotWritten, loadDocument } from '@electron/platform/documentFile';
import type { SettingsFile } from '@electron/platform/platform';

/** Settings as plain files, readable by their owner only, in the format electron-store gives them on the desktop. */
export const createSettingsFiles = (folder: string): SettingsFile => {
  const fileOf = (name: string): string => path.join(folder, `${name}.json`);
  return {
    load: (name) => loadDocument(fileOf(name)),
    async save(name, document) {
      // Nobody may have loaded it yet: what cannot be read is put aside here too.
      await loadDocument(fileOf(name));
      await writeFileAtomic(fileOf(name), `${JSON.stringify({ document }, null, '\t')}\n`, { mode: 0o600 }).catch((error: unknown) => {
        throw fileNotWritten(fileOf(name), error);
      });
    },
  };
};
