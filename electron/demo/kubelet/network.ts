import { createServer, type Server } from 'node:http';
import { duplexPair, type Duplex } from 'node:stream';
import type { KubeObject } from '../objects/meta';
import type { Pod } from '../objects/workloads';
import { listenerOf, type Listener, type Setting } from '../programs/answers';
import type { Site } from '../site';
import { kindNamed } from '../store/kinds';
import { endpointsOf } from './endpoints';
import { environmentOf } from './environment';
import type { RunningContainer } from './running';

/** The pod network: who listens where. */
export interface Network {
  /** A connection to a port of a pod, by whichever of its containers listens there; null where none does. */
  connect(pod: Pod, port: number): Duplex | null;
  /** The address of a Service or pod as seen from a namespace, as the cluster's DNS answers; null for a name it does not know. */
  resolve(name: string, namespace: string): string | null;
  /** A connection to an address; says why not, as connect(2) does. */
  dial(address: string, port: number): Duplex | 'Connection refused' | 'No route to host';
}

interface Service extends KubeObject {
  spec: { clusterIP?: string; ports?: { name?: string; port: number; targetPort?: number | string }[] };
}

export function createNetwork({ store, running, clock }: Pick<Site, 'store' | 'running' | 'clock'>): Network {
  const owners = new WeakMap<Duplex, { listener: Listener; setting: Setting }>();
  let web: Server | undefined;
  let turn = 0;

  const settingOf = (container: RunningContainer): Setting => ({
    env: environmentOf(store, container.pod, container.container),
    version: container.version,
    host: container.pod.metadata.name,
    upMs: clock.elapsedMs() - container.startedAtSite,
  });

  /** Made with the first connection: nothing of HTTP is there before. It never listens: connections are handed to it. */
  const webServer = (): Server => {
    web ??= createServer((request, response) => {
      const owner = owners.get(request.socket);
      const answer = owner?.listener.web?.({ method: request.method ?? 'GET', path: request.url ?? '/' }, owner.setting);
      request.resume();
      if (!answer) return void response.destroy();
      response.writeHead(answer.status, { 'Content-Type': answer.type, 'Content-Length': Buffer.byteLength(answer.body) });
      response.end(request.method === 'HEAD' ? undefined : answer.body);
    });
    return web;
  };

  const serve = (end: Duplex, listener: Listener, setting: Setting) => {
    end.on('error', () => end.destroy());
    if (listener.web) {
      owners.set(end, { listener, setting });
      webServer().emit('connection', end);
      return;
    }
    if (listener.talk?.greeting) end.write(listener.talk.greeting);
    let rest = '';
    end.on('data', (chunk: Buffer) => {
      const lines = (rest + chunk.toString('latin1')).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const answer = listener.talk?.answer(line, setting) ?? null;
        if (answer === null) return void end.end();
        if (answer) end.write(answer);
      }
    });
    end.on('end', () => end.end());
  };

  const connect = (pod: Pod, port: number): Duplex | null => {
    for (const { name } of pod.spec.containers) {
      const container = running.find(pod.metadata.uid, name);
      if (!container) continue;
      const setting = settingOf(container);
      const listener = listenerOf(container.program, setting);
      if (listener?.port !== port) continue;
      const [ours, theirs] = duplexPair();
      serve(theirs, listener, setting);
      const stop = running.onEnd(container, () => ours.destroy());
      ours.once('close', () => {
        stop();
        theirs.destroy();
      });
      return ours;
    }
    return null;
  };

  const podAt = (ip: string) => (store.list(kindNamed('Pod')) as Pod[]).find(({ status }) => status.podIP === ip && status.phase === 'Running');
  const services = () => store.list(kindNamed('Service')) as Service[];

  return {
    connect,
    resolve(name, namespace) {
      if (name === 'localhost') return '127.0.0.1';
      if (/^\d+(\.\d+){3}$/.test(name)) return name;
      const [service = '', where = namespace, ...rest] = name.replace(/\.$/, '').split('.');
      if (!'svc.cluster.local'.startsWith(rest.join('.'))) return null;
      const found = services().find(({ metadata }) => metadata.name === service && metadata.namespace === where);
      if (!found) return null;
      if (found.spec.clusterIP && found.spec.clusterIP !== 'None') return found.spec.clusterIP;
      // A headless Service is its pods.
      return endpointsOf(store, where, service)[0]?.addresses?.[0]?.ip ?? null;
    },
    dial(address, port) {
      const service = services().find(({ spec }) => spec.clusterIP === address);
      if (!service) {
        const pod = podAt(address);
        if (!pod) return 'No route to host';
        return connect(pod, port) ?? 'Connection refused';
      }
      const servicePort = service.spec.ports?.find((candidate) => candidate.port === port);
      const candidates = endpointsOf(store, service.metadata.namespace, service.metadata.name).flatMap(({ addresses = [], ports = [] }) => {
        const target = ports.find((candidate) => candidate.name === servicePort?.name) ?? (ports.length === 1 ? ports[0] : undefined);
        return target && servicePort ? addresses.map(({ ip }) => ({ ip, port: target.port })) : [];
      });
      const chosen = candidates[turn++ % Math.max(1, candidates.length)];
      const pod = chosen && podAt(chosen.ip);
      return (pod && connect(pod, chosen.port)) ?? 'Connection refused';
    },
  };
}
