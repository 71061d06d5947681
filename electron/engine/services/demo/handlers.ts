import type { demo } from '@shared/contract/demo';
import type { DomainHandlers } from '@shared/wire/types';
import { latest } from '@electron/engine/streams/latest';
import type { Demo } from './demo';

export const createHandlers = (service: Demo): DomainHandlers<typeof demo> => ({
  watch: (_input, { signal }) => latest(() => service.status(), service.onChange, signal),
  open: () => service.open(),
  async reset() {
    await service.reset();
    return {};
  },
  async remove() {
    await service.remove();
    return {};
  },
});
