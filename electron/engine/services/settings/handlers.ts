import type { settings } from '@shared/contract/settings';
import type { Preferences } from '@shared/model/settings';
import type { DomainHandlers } from '@shared/wire/types';
import type { Document } from '@electron/engine/documents/document';
import { latest } from '@electron/engine/streams/latest';

export const createHandlers = (preferences: Document<Preferences>): DomainHandlers<typeof settings> => ({
  watch: (_input, { signal }) => latest(() => preferences.value, preferences.onChange, signal),
  update: (change) => preferences.update((value) => ({ ...value, ...change })),
});
