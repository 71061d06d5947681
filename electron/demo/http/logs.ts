import { once } from 'node:events';
import { readLog } from '../kubelet/followLog';
import { firstSince, lastLines, type LogLine } from '../kubelet/podLogs';
import type { Pod } from '../objects/workloads';
import type { Site } from '../site';
import type { Exchange } from './exchange';
import { readLogOptions } from './logOptions';
import { containerOf } from './podContainer';
import { getObject } from './read';
import { badRequest } from './status';
import type { Target } from './target';

/** GET pods/x/log: text, with `container`, `previous`, `tailLines`, `sinceSeconds`, `sinceTime`, `timestamps`, `limitBytes` and `follow`. */
export async function serveLog(site: Site, target: Target, exchange: Exchange, closing: AbortSignal): Promise<void> {
  const { logs, running, clock } = site;
  const pod = getObject(site.store, target) as Pod;
  const { query, response } = exchange;
  const options = readLogOptions(query, pod.metadata.name, clock.now());
  const container = containerOf(pod, query.get('container'));
  if (!pod.spec.nodeName) return void response.writeHead(204).end();
  const { uid } = pod.metadata;
  const life = logs.life(uid, container, options.previous);
  if (!life && options.previous) throw badRequest(`previous terminated container "${container}" in pod "${pod.metadata.name}" not found`);
  if (!life) throw badRequest(waitingMessage(pod, container));

  const file = logs.open(life);
  const now = clock.now();
  const count = file.countAt(now);
  const oldest = file.firstAt(now);
  const first = options.since === null ? oldest : firstSince(file, oldest, count, options.since);
  const from = options.tailLines === null ? { entry: first, skip: 0 } : lastLines(file, first, count, options.tailLines);
  const live = running.find(uid, container);
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  const follows = options.follow && !options.previous && live !== undefined;

  response.writeHead(200, { 'Content-Type': 'text/plain', 'Cache-Control': 'no-cache, private' });
  response.flushHeaders();
  let left = options.limitBytes ?? Infinity;
  const abort = () => response.destroy();
  closing.addEventListener('abort', abort);
  try {
    for await (const lines of readLog(site, file, life, from, follows ? { running: live, signal: gone.signal } : null)) {
      if (gone.signal.aborted) return;
      const text = Buffer.from(lines.map((line) => format(line, options.timestamps)).join(''), 'utf8');
      const isRoom = response.write(left < text.length ? text.subarray(0, left) : text);
      left -= text.length;
      if (left <= 0) break;
      if (!isRoom) await Promise.race([once(response, 'drain'), once(response, 'close')]);
    }
    response.end();
  } finally {
    closing.removeEventListener('abort', abort);
  }
}

/** Nine digits after the second, as the kubelet writes them. */
function format({ at, nanos, text }: LogLine, withTime: boolean): string {
  return withTime ? `${new Date(at).toISOString().slice(0, -1)}${String(nanos).padStart(6, '0')}Z ${text}\n` : `${text}\n`;
}

function waitingMessage(pod: Pod, container: string): string {
  const status = [...(pod.status.initContainerStatuses ?? []), ...(pod.status.containerStatuses ?? [])].find(({ name }) => name === container);
  const waiting = status?.state.waiting;
  if (!waiting) return `container "${container}" in pod "${pod.metadata.name}" is not available`;
  const why: Record<string, string> = { ErrImagePull: 'image can\'t be pulled', ImagePullBackOff: 'trying and failing to pull image', ContainerCreating: 'ContainerCreating' };
  return `container "${container}" in pod "${pod.metadata.name}" is waiting to start: ${why[waiting.reason] ?? waiting.reason}`;
}
