import type { Site } from '../site';
import { kindNamed } from '../store/kinds';
import { createLoop, keyOf, splitKey } from './loop';

const writer = { manager: 'nginx-ingress-controller', operation: 'Update', subresource: 'status' } as const;
const source = { component: 'nginx-ingress-controller' };

/** The ingress controller's part: Ingresses of a class that is there get the address they can be reached at. */
export function runIngresses({ store, writes, events, clock }: Site, address: string): void {
  const kind = kindNamed('Ingress');
  const loop = createLoop(clock, (key) => {
    const ingress = store.get(kind, ...splitKey(key));
    const { ingressClassName } = (ingress?.['spec'] ?? {}) as { ingressClassName?: string };
    if (!ingress || !ingressClassName || !store.get(kindNamed('IngressClass'), undefined, ingressClassName)) return;
    writes.update(kind, { ...ingress, status: { loadBalancer: { ingress: [{ ip: address }] } } }, writer);
  });
  store.onChange(({ kind: changed, type, object, previous }) => {
    if (changed !== kind || type === 'DELETED' || object['spec'] === previous?.['spec']) return;
    events.record(object, { reason: 'Sync', message: 'Scheduled for sync' }, source);
    loop.enqueue(keyOf(object), 8000);
  });
}
