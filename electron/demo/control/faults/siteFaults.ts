import { ServerResponse, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Interception } from '../../http/interception';
import { StatusError, unauthorized } from '../../http/status';
import type { Random } from '../../random/random';
import type { Statistics } from '../statistics';
import { goneFor, sendError, sendStatus, statusOf } from './answers';
import { createChannel, type Channel } from './channel';
import { createDoor } from './door';
import { truncate } from './ending';
import type { Fault } from './fault';
import { createLine, type Line } from './line';
import type { ActiveFault, Faults } from './registry';
import { tapWatch } from './watchTap';
import { describeRequest, isOfConnections, isSite } from './requested';

export interface SiteFaults extends Interception {
  /** Settles when ports are as the faults want them. */
  settled(): Promise<void>;
}

interface Deps {
  site: string;
  faults: Faults;
  statistics: Statistics;
  random: Random;
  revision(): number;
  /** The site's clock: epoch ms. */
  now(): number;
}

/** The faults as the API server of one site has them. */
export function createSiteFaults({ site, faults, statistics, random, revision, now }: Deps): SiteFaults {
  const lines = new WeakMap<Socket, Line>();
  const open = new Set<Channel>();
  /** Also those nobody asks anything on. */
  const secured = new Set<Line>();
  /** Tokens first seen by faults that wait for another one. */
  const refused = new WeakMap<Fault, string>();

  const door = createDoor(faults, site, (socket, below) => {
    const line = createLine(socket, below);
    lines.set(socket, line);
    secured.add(line);
    socket.on('close', () => secured.delete(line));
  });
  const lineOf = (socket: Socket): Line => {
    const line = lines.get(socket);
    if (!line) throw new Error('A connection did not come through the door.');
    return line;
  };

  const strikeOpen = (active: ActiveFault) => {
    const { fault } = active;
    if (fault.type === 'halfOpen' && isOfConnections(fault.scope) && isSite(fault.scope, site)) secured.forEach((line) => line.kill());
    if ((fault.type === 'cut' || fault.type === 'errorEvent') && fault.apply === 'next') return;
    for (const channel of [...open]) {
      if (!faults.reaches(active, channel.requested)) continue;
      channel.strikeWith([active]);
      if (fault.type === 'halfOpen') channel.line.kill();
      if (fault.type === 'cut') channel.end(fault.how);
      if (fault.type === 'errorEvent') channel.fail(statusOf(fault));
    }
  };
  faults.onChange((added) => {
    if (added) strikeOpen(added);
  });

  const begin = (line: Line, answer: Parameters<typeof createChannel>[3], request: IncomingMessage, userName: () => string): Channel => {
    const requested = describeRequest(site, nameOr(userName), request);
    const served = statistics.began(requested);
    const channel = createChannel(requested, served, line, answer);
    channel.strikeWith(faults.strike(requested));
    open.add(channel);
    line.watcher = {
      pace() {
        const chunkMs = channel.faultOf('latency')?.chunkMs ?? 0;
        const bytesPerSecond = channel.faultOf('slow')?.bytesPerSecond ?? null;
        return chunkMs > 0 || bytesPerSecond !== null ? { chunkMs, bytesPerSecond } : null;
      },
      sent(bytes) {
        served.bytes += bytes;
        if ('response' in answer) served.code = answer.response.statusCode;
      },
    };
    const closing = 'response' in answer ? answer.response : answer.socket;
    closing.on('close', () => {
      served.isOpen = false;
      open.delete(channel);
    });
    if (channel.faultOf('halfOpen')) line.kill();
    const cut = channel.faultOf('cut');
    if (cut) {
      const timer = setTimeout(() => channel.end(cut.how), cut.afterMs);
      closing.on('close', () => clearTimeout(timer));
    }
    return channel;
  };

  /** How long the answer is kept waiting: by a slow server, or by one that reads slowly. */
  const waitMs = (channel: Channel, request: IncomingMessage): number => {
    const latency = channel.faultOf('latency');
    const slow = channel.faultOf('slow');
    const readingMs = slow ? (Number(request.headers['content-length'] ?? 0) * 1000) / slow.bytesPerSecond : 0;
    return readingMs + (latency ? latency.ms + random.next() * latency.jitterMs : 0);
  };

  const isUnauthorized = ({ faultOf, requested }: Channel): boolean => {
    const fault = faultOf('unauthorized');
    if (!fault) return false;
    const token = requested.token ?? '';
    if (fault.until === 'cleared') return true;
    if (!refused.has(fault)) refused.set(fault, token);
    return token === refused.get(fault);
  };

  /** Answers in place of the server. Returns whether it did. */
  const answerInstead = (channel: Channel, response: ServerResponse): boolean => {
    const { requested } = channel;
    if (isUnauthorized(channel)) {
      sendStatus(response, unauthorized());
      return true;
    }
    const error = channel.faultOf('error');
    if (error) {
      sendError(response, error);
      return true;
    }
    const gone = channel.faultOf('gone');
    // A watch can begin well and say it then.
    if (!gone || (gone.how === 'event' && requested.verb === 'watch')) return false;
    sendStatus(response, goneFor(requested, revision()));
    return true;
  };

  const channels = new WeakMap<ServerResponse, Channel>();

  return {
    listen: door.listen,
    close: door.close,
    settled: door.settled,

    async request(request, response, userName, serve) {
      const line = lineOf(request.socket);
      if (line.isDead) return;
      const channel = begin(line, { response }, request, userName);
      channels.set(response, channel);
      if (line.isDead) return;
      await pause(waitMs(channel, request), response);
      if (response.destroyed) return;
      response.setHeader('Date', new Date(now() + (channel.faultOf('clockSkew')?.ms ?? 0)).toUTCString());
      const cut = channel.faultOf('truncate');
      if (cut) truncate(response, line, cut.afterBytes, cut.how);
      if (!answerInstead(channel, response)) await serve();
    },

    async upgrade(request, socket, userName, serve) {
      const line = lineOf(request.socket);
      if (line.isDead) return;
      const channel = begin(line, { socket }, request, userName);
      if (line.isDead) return;
      await pause(waitMs(channel, request), socket);
      if (socket.destroyed) return;
      const response = new ServerResponse(request);
      response.assignSocket(request.socket);
      response.shouldKeepAlive = false;
      response.on('finish', () => {
        channel.served.code = response.statusCode;
        socket.end();
      });
      if (answerInstead(channel, response)) return;
      response.detachSocket(request.socket);
      channel.served.code = 101;
      serve();
    },

    watch(watch) {
      const channel = channels.get(watch.response);
      if (!channel) return watch.write;
      return tapWatch(channel, watch);
    },
  };
}

/** Who comes with a token that nobody knows has no name. */
function nameOr(userName: () => string): string {
  try {
    return userName();
  } catch (error) {
    if (error instanceof StatusError) return '';
    throw error;
  }
}

/** Waits, or until the other side is gone. */
async function pause(ms: number, other: { on(event: 'close', listener: () => void): unknown }): Promise<void> {
  if (ms <= 0) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    other.on('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
