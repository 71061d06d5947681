import { isJsonObject, type JsonObject } from '../objects/json';
import type { KubeObject } from '../objects/meta';
import type { Pod } from '../objects/workloads';
import type { Site } from '../site';
import { kindNamed } from '../store/kinds';
import { selects } from '../store/selectors';
import { managerOf, parseBody, type Exchange } from './exchange';
import { deleteOptions, isDryRun } from './options';
import { getObject } from './read';
import { badRequest, StatusError, unexplained } from './status';
import type { Target } from './target';
import type { Answer } from './write';

const success: Answer = { code: 201, body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 } };

const objectOf = (text: string, exchange: Exchange): JsonObject => {
  const parsed = text.trim() ? parseBody(text, exchange.contentType) : {};
  return isJsonObject(parsed) ? parsed : {};
};

/** POST pods/x/eviction: a delete that asks the disruption budgets first. */
export function evict(site: Site, target: Target, exchange: Exchange, text: string): Answer {
  const body = objectOf(text, exchange);
  const version = typeof body['apiVersion'] === 'string' ? body['apiVersion'] : 'policy/v1';
  if (version !== 'policy/v1' && version !== 'policy/v1beta1') throw badRequest(`Eviction in version "${version.split('/').at(-1)}" cannot be handled as a Eviction: no kind "Eviction" is registered for version "${version}" in scheme "pkg/api/legacyscheme/scheme.go:30"`);
  const pod = getObject(site.store, target) as Pod;
  const options = { ...deleteOptions(exchange, JSON.stringify(body['deleteOptions'] ?? {})), ...(isDryRun(exchange, 'CreateOptions') && { dryRun: true }) };
  const isRunning = pod.status.phase !== 'Succeeded' && pod.status.phase !== 'Failed' && !pod.metadata.deletionTimestamp;
  if (isRunning) for (const budget of budgetsOf(site, pod)) spend(site, budget, pod, options.dryRun ?? false);
  site.deletes.remove(target.stored, target.namespace, pod.metadata.name, options);
  return success;
}

interface Budget extends KubeObject {
  spec: { selector?: Parameters<typeof selects>[0] };
  status?: { disruptionsAllowed?: number; desiredHealthy?: number; currentHealthy?: number };
}

const budgetsOf = (site: Site, pod: Pod) =>
  (site.store.list(kindNamed('PodDisruptionBudget'), pod.metadata.namespace) as Budget[]).filter(({ spec }) => spec.selector && selects(spec.selector, pod.metadata.labels));

/** Takes one disruption from a budget at once, so that the next eviction does not have to wait for its controller. */
function spend(site: Site, budget: Budget, pod: Pod, dryRun: boolean): void {
  const { disruptionsAllowed = 0, desiredHealthy = 0, currentHealthy = 0 } = budget.status ?? {};
  const isReady = pod.status.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
  if (disruptionsAllowed <= 0) {
    if (!isReady && currentHealthy >= desiredHealthy && desiredHealthy > 0) return;
    const why = `The disruption budget ${budget.metadata.name} needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`;
    throw new StatusError(429, 'TooManyRequests', "Cannot evict pod as it would violate the pod's disruption budget.", { causes: [{ reason: 'DisruptionBudget', message: why }] });
  }
  if (dryRun) return;
  site.writes.update(kindNamed('PodDisruptionBudget'), { ...budget, status: { ...budget.status, disruptionsAllowed: disruptionsAllowed - 1 } }, { manager: 'kube-apiserver', operation: 'Update', subresource: 'status' });
}

/** POST pods/x/binding: what the scheduler does, for schedulers that come from outside. */
export function bind(site: Site, target: Target, exchange: Exchange, text: string): Answer {
  const wanted = objectOf(text, exchange)['target'];
  const node = isJsonObject(wanted) && typeof wanted['name'] === 'string' ? wanted['name'] : '';
  if (node === '') throw unexplained('target.name: Required value');
  const pod = getObject(site.store, target) as Pod;
  const conflict = (why: string) => new StatusError(409, 'Conflict', `Operation cannot be fulfilled on pods/binding "${pod.metadata.name}": ${why}`, { name: pod.metadata.name, kind: 'pods/binding' });
  if (pod.metadata.deletionTimestamp) throw conflict(`pod ${pod.metadata.name} is being deleted, cannot be assigned to a host`);
  if (pod.spec.nodeName) throw conflict(`pod ${pod.metadata.name} is already assigned to node ${JSON.stringify(pod.spec.nodeName)}`);
  if (!isDryRun(exchange, 'CreateOptions')) {
    // Who runs pods looks at their node only: the write is the server's own, so it may set what clients may not.
    site.writes.update(target.stored, { ...pod, spec: { ...pod.spec, nodeName: node } }, { manager: managerOf(exchange), operation: 'Update', subresource: 'binding' });
  }
  return success;
}
