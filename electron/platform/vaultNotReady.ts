import { AppError } from '@shared/errors/appError';
import type { VaultStatus } from '@shared/model/settings';
import { sentence } from '@shared/sentences/sentence';

/** The error for a secret that is asked of a vault in a state other than `ready`. */
export const vaultNotReady = ({ state, detail }: VaultStatus): AppError =>
  new AppError('VAULT', detail ?? sentence('host.vaultLocked'), { state: state === 'ready' ? 'unavailable' : state });
