import type { environments } from '@shared/contract/environments';
import type { DomainHandlers } from '@shared/wire/types';
import { latest } from '@electron/engine/streams/latest';
import type { Environments } from './environments';

export const createHandlers = (service: Environments): DomainHandlers<typeof environments> => ({
  watch: (_input, { signal }) => latest(() => service.list(), service.onChange, signal),
  add: (draft) => service.add(draft),
  update: ({ id, ...draft }) => service.update(id, draft),
  remove: async ({ id }) => {
    await service.remove(id);
    return {};
  },
  restore: ({ id }) => service.restore(id),
  reorder: async ({ ids }) => {
    await service.reorder(ids);
    return {};
  },
  unlock: ({ environmentId, reason, minutes }) => service.unlock(environmentId, reason, minutes),
  lock: ({ environmentId }) => service.lock(environmentId),
});
