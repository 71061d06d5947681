import { forbidden } from '../http/status';
import { isJsonObject } from '../objects/json';
import type { KubeObject } from '../objects/meta';
import { kindNamed, type Kind } from './kinds';
import type { Store } from './store';

/** What a new pod needs others for: its service account and its priority. Throws 403 where they are missing. */
export function admit(kind: Kind, object: KubeObject, store: Store): void {
  const { spec, metadata } = object;
  if (kind.kind !== 'Pod' || !isJsonObject(spec)) return;
  const { serviceAccountName: account, priorityClassName: priority } = spec;
  const namespace = metadata.namespace ?? '';
  // Every namespace gets its default account, though not in the moment it is made.
  if (typeof account === 'string' && account !== 'default' && !store.get(kindNamed('ServiceAccount'), namespace, account)) {
    throw forbidden(kind, metadata.name, `error looking up service account ${namespace}/${account}: serviceaccount "${account}" not found`);
  }
  if (typeof priority !== 'string' || priority === '' || priority.startsWith('system-')) return;
  const found = store.get(kindNamed('PriorityClass'), undefined, priority);
  if (!found) throw forbidden(kind, metadata.name, `no PriorityClass with name ${priority} was found`);
  spec['priority'] = found['value'];
  if (found['preemptionPolicy']) spec['preemptionPolicy'] = found['preemptionPolicy'];
}
