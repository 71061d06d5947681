import { z } from 'zod';
import { kubeconfigSourceSchema, kubeContextSchema, probeSchema } from '@shared/model/connection';
import { call, stream } from '@shared/wire/define';

const contexts = z.object({ sources: z.array(kubeconfigSourceSchema), contexts: z.array(kubeContextSchema) });
export type Connections = z.infer<typeof contexts>;

/** Kubeconfigs and their contexts. Watching them contacts no cluster. */
export const connections = {
  watch: stream({ effect: 'read', scope: 'workstation', input: z.object({}), item: contexts, overflow: { policy: 'coalesce', merge: (_, newer) => newer } }),
  /** Contacts the context's API server: reachability, version, identity, namespaces. */
  probe: call({ effect: 'read', scope: 'workstation', input: z.object({ contextId: z.string() }), output: probeSchema }),
  /** A path on the machine the engine runs on; without one the desktop shows a file dialog. `added: null` when the dialog was cancelled. */
  addFile: call({
    effect: 'write', scope: 'workstation', errors: ['KUBECONFIG_INVALID'],
    input: z.object({ path: z.string().max(4096).optional() }), output: z.object({ added: z.string().nullable() }),
  }),
  /** The text holds credentials: it is kept in the vault. */
  addText: call({
    effect: 'write', scope: 'workstation', sensitive: true, errors: ['KUBECONFIG_INVALID', 'VAULT'],
    input: z.object({ name: z.string().trim().min(1).max(80), text: z.string().max(900_000) }), output: z.object({ added: z.string() }),
  }),
  /** Forgets what the operator added; the file itself stays. Refused while an environment uses it. */
  removeSource: call({ effect: 'write', scope: 'workstation', errors: ['PRECONDITION'], input: z.object({ sourceId: z.string() }), output: z.object({}) }),
};
