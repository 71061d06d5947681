import type { SettingsFile, SettingsName } from '@electron/platform/platform';

/** Settings in memory, for tests: documents pass through JSON as they do on a disk. */
export const createMemorySettings = (initial: Partial<Record<SettingsName, unknown>> = {}) => {
  const texts = new Map(Object.entries(initial).map(([name, document]) => [name, JSON.stringify(document)]));
  const setAside = new Map<SettingsName, string>();
  let failure: Error | null = null;
  const settings: SettingsFile = {
    load: async (name) => ({ document: JSON.parse(texts.get(name) ?? 'null') as unknown, setAside: setAside.get(name) ?? null }),
    save: async (name, document) => {
      if (failure) throw failure;
      texts.set(name, JSON.stringify(document));
    },
  };
  return {
    ...settings,
    setAside,
    stored: (name: SettingsName): unknown => JSON.parse(texts.get(name) ?? 'null'),
    failWith: (error: Error | null) => {
      failure = error;
    },
  };
};
