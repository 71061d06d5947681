import type { connections } from '@shared/contract/connections';
import type { DomainHandlers } from '@shared/wire/types';
import { AppError } from '@shared/errors/appError';
import { sentence } from '@shared/sentences/sentence';
import type { KubeClients } from '@electron/engine/kube/client/clients';
import type { Kubeconfigs } from '@electron/engine/kube/kubeconfig/kubeconfigs';
import { latest } from '@electron/engine/streams/latest';
import type { Platform } from '@electron/platform/platform';
import { probe } from './probe';
import type { Sources } from './sources';

export interface HandlersDeps {
  platform: Pick<Platform, 'pickFile'>;
  sources: Sources;
  kubeconfigs: Kubeconfigs;
  clients: KubeClients;
}

export const createHandlers = ({ platform, sources, kubeconfigs, clients }: HandlersDeps): DomainHandlers<typeof connections> => ({
  watch: (_input, { signal }) => latest(() => kubeconfigs.snapshot(), kubeconfigs.onChange, signal),
  async probe({ contextId }, { signal }) {
    const known = kubeconfigs.definition(contextId);
    if (!known) throw new AppError('NOT_FOUND', sentence('context.gone'), { what: contextId });
    // A file it names may have been put right since, which nothing tells us.
    await kubeconfigs.reload(known.context.sourceId);
    const insecure = (kubeconfigs.definition(contextId) ?? known).context.insecure;
    return probe(() => clients.client(contextId), insecure, signal);
  },
  async addFile({ path }) {
    const file = path ?? (await platform.pickFile('kubeconfig'));
    return { added: file === null ? null : await sources.addFile(file) };
  },
  addText: async ({ name, text }) => ({ added: await sources.addText(name, text) }),
  async removeSource({ sourceId }) {
    await sources.remove(sourceId);
    return {};
  },
});
