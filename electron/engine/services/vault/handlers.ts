import type { vault } from '@shared/contract/vault';
import type { DomainHandlers } from '@shared/wire/types';
import type { SecretBox } from '@electron/platform/platform';
import type { Redaction } from '@electron/engine/redaction/redaction';
import { latest } from '@electron/engine/streams/latest';

export const createHandlers = (secretBox: SecretBox, redaction: Redaction): DomainHandlers<typeof vault> => ({
  watch: (_input, { signal }) => latest(() => secretBox.status(), (listener) => secretBox.onChange(() => listener()), signal),
  unlock: ({ passphrase }) => {
    redaction.register(passphrase);
    return secretBox.unlock(passphrase);
  },
});
