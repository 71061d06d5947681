import { defaultPreferences, preferencesSchema, type Preferences } from '@shared/model/settings';
import type { SettingsFile } from '@electron/platform/platform';
import { openDocument, type Document, type DocumentOptions } from '@electron/engine/documents/document';

/** What the operator prefers on this workstation. A preference that an older Wheelhouse did not know has its default. */
export const openPreferences = (settings: SettingsFile, notify: DocumentOptions<typeof preferencesSchema>['notify']): Promise<Document<Preferences>> =>
  openDocument({
    settings,
    name: 'preferences',
    schema: preferencesSchema.partial().transform((stored): Preferences => ({ ...defaultPreferences, ...stored })),
    fallback: defaultPreferences,
    migrations: [],
    notify,
  });
