import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { createSequence } from '@electron/engine/streams/sequence';
import { fileNotWritten, loadDocument } from '@electron/platform/documentFile';
import type { SettingsFile } from '@electron/platform/platform';

/** Settings as plain files, readable by their owner only, in the format electron-store gives them on the desktop. */
export const createSettingsFiles = (folder: string): SettingsFile => {
  const fileOf = (name: string): string => path.join(folder, `${name}.json`);
  // Of two saves the later one lasts, however long the look at the old file takes each of them.
  const inOrder = createSequence();
  const write = async (file: string, document: unknown): Promise<void> => {
    // Nobody may have loaded it yet: what cannot be read is put aside here too.
    await loadDocument(file);
    await writeFileAtomic(file, `${JSON.stringify({ document }, null, '\t')}\n`, { mode: 0o600 }).catch((error: unknown) => {
      throw fileNotWritten(file, error);
    });
  };
  return {
    load: (name) => loadDocument(fileOf(name)),
    save: (name, document) => inOrder(() => write(fileOf(name), document)),
  };
};
