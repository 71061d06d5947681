import type { Site } from '../site';
import { sendJson } from './exchange';
import type { ApiExtension, VirtualResource } from './extension';
import { answerMetrics } from './metrics';
import { answerNodeProxy } from './nodeProxy';

const metrics = { group: 'metrics.k8s.io', version: 'v1beta1', verbs: ['get', 'list'] };
const resources: readonly VirtualResource[] = [
  { ...metrics, kind: 'NodeMetrics', name: 'nodes', namespaced: false },
  { ...metrics, kind: 'PodMetrics', name: 'pods', namespaced: true },
  { group: '', version: 'v1', kind: 'NodeProxyOptions', name: 'nodes/proxy', namespaced: false, verbs: ['create', 'delete', 'get', 'patch', 'update'] },
];

/** What is worked out when it is asked for and stored nowhere: the metrics of pods and nodes, and the kubelet's summary behind its node. */
export function computedResources(site: Site): ApiExtension {
  return {
    resources,
    serve({ exchange, address }) {
      if (exchange.method !== 'GET') return false;
      const isNodeProxy = address.group === '' && address.resource === 'nodes' && address.subresource === 'proxy';
      if (address.group !== metrics.group && !isNodeProxy) return false;
      sendJson(exchange.response, isNodeProxy ? answerNodeProxy(site, address, exchange.path) : answerMetrics(site, address, exchange));
      return true;
    },
  };
}
