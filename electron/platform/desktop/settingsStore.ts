import path from 'node:path';
import ElectronStore from 'electron-store';
import { fileNotWritten, loadDocument } from '@electron/platform/documentFile';
import type { SettingsFile, SettingsName } from '@electron/platform/platform';

type DocumentStore = ElectronStore<{ document: unknown }>;

/** Settings through electron-store, one file per document: it writes atomically, and we put aside what it cannot read. */
export const createSettingsStore = (folder: string): SettingsFile => {
  const stores = new Map<SettingsName, DocumentStore>();

  const storeOf = (name: SettingsName): DocumentStore => {
    const store =
      stores.get(name) ?? new ElectronStore<{ document: unknown }>({ name, cwd: folder, accessPropertiesByDotNotation: false, configFileMode: 0o600 });
    stores.set(name, store);
    return store;
  };

  // electron-store throws in its constructor when the file is not JSON: it is moved away before.
  const load: SettingsFile['load'] = (name) => loadDocument(path.join(folder, `${name}.json`));

  return {
    load,
    async save(name, document) {
      await load(name);
      try {
        storeOf(name).set('document', document);
      } catch (error) {
        throw fileNotWritten(path.join(folder, `${name}.json`), error);
      }
    },
  };
};
