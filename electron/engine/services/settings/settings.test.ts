import { expect, it } from 'vitest';
import { defaultPreferences } from '@shared/model/settings';
import { createMemorySettings } from '@electron/engine/testing/memorySettings';
import { openPreferences } from './preferences';

it('gives a preference that an older Wheelhouse did not know its default', async () => {
  const preferences = await openPreferences(createMemorySettings({ preferences: { version: 1, theme: 'dark' } }), () => undefined);
  expect(preferences.value).toEqual({ ...defaultPreferences, theme: 'dark' });
});

it('saves preferences as the desktop reads them before the engine runs', async () => {
  const settings = createMemorySettings();
  const preferences = await openPreferences(settings, () => undefined);
  await preferences.update((value) => ({ ...value, allowPlainTextSecrets: true }));
  expect(settings.stored('preferences')).toEqual({ ...defaultPreferences, version: 1, allowPlainTextSecrets: true });
});
