import type { Site } from '../site';
import type { Exchange } from './exchange';
import { answerMetrics } from './metrics';
import { answerNodeProxy } from './nodeProxy';
import type { Address } from './target';

/** Answers GETs of resources that are worked out when asked and stored nowhere; undefined for all others. */
export function answerVirtual(site: Site, address: Address, exchange: Exchange): unknown {
  if (address.group === 'metrics.k8s.io' && address.version === 'v1beta1') return answerMetrics(site, address, exchange);
  if (address.group === '' && address.resource === 'nodes' && address.subresource === 'proxy') return answerNodeProxy(site, address, exchange.path);
  return undefined;
}
