/** This machine: settings, vault, the engine itself. */
export const hostSentences = {
  'host.settingsSetAside': 'The settings file could not be read and was put aside as {{path}}; Wheelhouse starts with default settings',
} as const;
