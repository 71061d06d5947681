import { AppError } from '@shared/errors/appError';
import { defaultPreferences, preferencesSchema } from '@shared/model/settings';
import type { ContractHandlers } from '@shared/wire/types';
import { latest } from '@electron/engine/streams/latest';
import { createListeners } from '@electron/engine/streams/listeners';
import type { Platform, SettingsFile, SettingsName } from '@electron/platform/platform';
import type { PlatformContract } from '@electron/platform/platformContract';
import { createScriptRuns } from './scriptRuns';
import type { VaultKey } from './vaultKey';

export interface DesktopPlatformDependencies {
  settings: SettingsFile;
  vaultKey: VaultKey;
  pickFile(title: string): Promise<string | null>;
  notify(title: string, body: string): void;
  /** Calls back each time the machine woke, for as long as the app runs. */
  onWake(listener: () => void): void;
  runScript: Platform['runScript'];
}

export const allowsPlainTextSecrets = (document: unknown): boolean =>
  preferencesSchema.pick({ allowPlainTextSecrets: true }).safeParse(document).data?.allowPlainTextSecrets ?? defaultPreferences.allowPlainTextSecrets;

/** What Electron's main process answers to the engine, and to the one that comes after it when it dies. */
export const createDesktopPlatform = ({ settings, vaultKey, pickFile, notify, onWake, runScript }: DesktopPlatformDependencies): ContractHandlers<PlatformContract> => {
  const vaultChanges = createListeners();
  const wakeListeners = createListeners();
  const scripts = createScriptRuns(runScript);
  let wakes = 0;
  onWake(() => {
    wakes += 1;
    wakeListeners.tell();
  });
  const parts = new Map<SettingsName, string[]>();

  const savePart = async (name: SettingsName, part: number, count: number, text: string): Promise<void> => {
    const waiting = part === 0 ? [] : (parts.get(name) ?? []);
    if (waiting.length !== part) throw new AppError('INVALID_INPUT', `Part ${part} of ${name} came out of order`, { issues: [] });
    waiting.push(text);
    parts.set(name, waiting);
    if (waiting.length < count) return;
    parts.delete(name);
    await settings.save(name, JSON.parse(waiting.join('')));
    // Whether the vault may open depends on a preference.
    if (name === 'preferences') vaultChanges.tell();
  };

  return {
    vault: {
      key: () => vaultKey.open(),
      watch: (_, { signal }) => latest(async () => (await vaultKey.open()).status, vaultChanges.add, signal),
    },
    settings: {
      load: ({ name }) => settings.load(name),
      save: async ({ name, part, parts: count, text }) => {
        await savePart(name, part, count, text);
        return {};
      },
    },
    machine: {
      pickFile: async ({ title }) => ({ path: await pickFile(title) }),
      notify: ({ title, body }) => {
        notify(title, body);
        return {};
      },
      wakes: (_, { signal }) => latest(() => wakes, wakeListeners.add, signal),
      runScript: (input, { signal }) => scripts.run(input, signal),
      endScript: ({ run }) => {
        scripts.end(run);
        return {};
      },
    },
  };
};
