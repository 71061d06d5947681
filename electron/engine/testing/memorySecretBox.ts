import { AppError } from '@shared/errors/appError';
import type { VaultStatus } from '@shared/model/settings';
import type { SecretBox } from '@electron/platform/platform';
import { createListeners } from '@electron/engine/streams/listeners';

/** A secret box for tests: base64 stands for encryption; `unlock` takes the passphrase `open sesame`. */
export const createMemorySecretBox = (state: VaultStatus['state'] = 'ready'): SecretBox => {
  let status: VaultStatus = { state, kind: 'passphrase', detail: null };
  const changed = createListeners<VaultStatus>();
  const demandReady = (): void => {
    if (status.state !== 'ready') throw new AppError('VAULT', 'not open', { state: status.state });
  };
  return {
    status: async () => status,
    unlock: async (passphrase) => {
      if (passphrase !== 'open sesame') throw new AppError('VAULT', 'wrong passphrase', { state: 'wrongPassphrase' });
      status = { ...status, state: 'ready' };
      changed.tell(status);
      return status;
    },
    encrypt: async (plain) => {
      demandReady();
      return `sealed:${Buffer.from(plain).toString('base64')}`;
    },
    decrypt: async (sealed) => {
      demandReady();
      if (!sealed.startsWith('sealed:')) throw new Error('authentication failed');
      return Buffer.from(sealed.slice(7), 'base64').toString();
    },
    onChange: (listener) => changed.add(listener),
  };
};
