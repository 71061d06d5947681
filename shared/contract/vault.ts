import { z } from 'zod';
import { vaultStatusSchema } from '@shared/model/settings';
import { call, stream } from '@shared/wire/define';

const passphrase = z.string().min(1).max(1000);

export const vault = {
  watch: stream({ effect: 'read', scope: 'workstation', input: z.object({}), item: vaultStatusSchema, overflow: { policy: 'coalesce', merge: (_, newer) => newer } }),
  /** Bastion: chooses the passphrase of a new vault, or opens an existing one. */
  unlock: call({ effect: 'write', scope: 'workstation', sensitive: true, input: z.object({ passphrase }), output: vaultStatusSchema, errors: ['VAULT'] }),
};
