import { kindNamed } from '../store/kinds';
import type { Store } from '../store/store';

export interface EndpointSubset {
  addresses?: { ip: string }[];
  ports?: { name?: string; port: number }[];
}

/** What is ready behind a Service. */
export function endpointsOf(store: Store, namespace: string | undefined, service: string): EndpointSubset[] {
  return (store.get(kindNamed('Endpoints'), namespace, service)?.['subsets'] ?? []) as EndpointSubset[];
}
