import { linesOf, type LogLine } from '../kubelet/podLogs';
import type { Pod } from '../objects/workloads';
import type { Site } from '../site';
import type { Exchange } from './exchange';
import { getObject } from './read';
import { badRequest } from './status';
import type { Target } from './target';

const followEveryMs = 250;

/** GET pods/x/log: text, with `container`, `previous`, `tailLines`, `sinceSeconds`, `sinceTime`, `timestamps`, `limitBytes` and `follow`. */
export function serveLog(site: Site, target: Target, exchange: Exchange, closing: AbortSignal): void {
  const pod = getObject(site.store, target) as Pod;
  const { query, response } = exchange;
  const container = containerOf(pod, query.get('container'));
  const previous = query.get('previous') === 'true';
  const life = site.logs.life(pod.metadata.uid, container, previous);
  if (!life && previous) throw badRequest(`previous terminated container "${container}" in pod "${pod.metadata.name}" not found`);
  if (!life) throw badRequest(waitingMessage(pod, container));

  const since = Math.max(0, query.get('sinceTime') ? Date.parse(query.get('sinceTime') ?? '') : 0, query.get('sinceSeconds') ? site.clock.now() - Number(query.get('sinceSeconds')) * 1000 : 0);
  const withTimes = query.get('timestamps') === 'true';
  const format = ({ at, text }: LogLine) => (withTimes ? `${new Date(at).toISOString().replace('Z', '000000Z')} ${text}\n` : `${text}\n`);
  const tail = query.get('tailLines');
  let shownUntil = site.clock.now();
  const lines = linesOf(life, shownUntil, since, tail === null ? undefined : Number(tail));
  const text = (tail === '0' ? [] : lines).map(format).join('');
  const limit = query.get('limitBytes');
  response.writeHead(200, { 'Content-Type': 'text/plain', 'Cache-Control': 'no-cache, private' });
  response.write(limit ? text.slice(0, Number(limit)) : text);
  if (query.get('follow') !== 'true' || life.endedAt !== undefined) return void response.end();

  const timer = setInterval(() => {
    const now = site.clock.now();
    const fresh = linesOf(life, now, shownUntil + 1);
    shownUntil = now;
    if (fresh.length > 0) response.write(fresh.map(format).join(''));
    if (life.endedAt !== undefined) response.end();
  }, followEveryMs);
  const abort = () => response.destroy();
  closing.addEventListener('abort', abort);
  response.on('close', () => {
    clearInterval(timer);
    closing.removeEventListener('abort', abort);
  });
}

function containerOf(pod: Pod, asked: string | null): string {
  const containers = pod.spec.containers.map(({ name }) => name);
  const all = [...(pod.spec.initContainers ?? []).map(({ name }) => name), ...containers];
  if (asked !== null && asked !== '') {
    if (!all.includes(asked)) throw badRequest(`container ${asked} is not valid for pod ${pod.metadata.name}`);
    return asked;
  }
  if (containers.length > 1) throw badRequest(`a container name must be specified for pod ${pod.metadata.name}, choose one of: [${containers.join(' ')}]`);
  return containers[0] ?? '';
}

function waitingMessage(pod: Pod, container: string): string {
  const status = [...(pod.status.initContainerStatuses ?? []), ...(pod.status.containerStatuses ?? [])].find(({ name }) => name === container);
  const waiting = status?.state.waiting;
  if (!waiting) return `container "${container}" in pod "${pod.metadata.name}" is not available`;
  const why: Record<string, string> = { ErrImagePull: 'image can\'t be pulled', ImagePullBackOff: 'trying and failing to pull image', ContainerCreating: 'ContainerCreating' };
  return `container "${container}" in pod "${pod.metadata.name}" is waiting to start: ${why[waiting.reason] ?? waiting.reason}`;
}
