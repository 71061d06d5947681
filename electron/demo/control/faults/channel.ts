import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { StatusError } from '../../http/status';
import { endNow } from './ending';
import type { EndingKind, Fault, FaultOf } from './fault';
import type { Served } from '../statistics';
import type { Line } from './line';
import type { ActiveFault } from './registry';
import type { Requested } from './requested';

/** An answer, or a stream that took the place of one, while it is under way. */
export interface Channel {
  readonly requested: Requested;
  readonly served: Served;
  readonly line: Line;
  /** Adds faults that strike it. */
  strikeWith(faults: readonly ActiveFault[]): void;
  /** The newest fault of a type that strikes it and is not cleared. */
  faultOf<Type extends Fault['type']>(type: Type): FaultOf<Type> | null;
  end(how: EndingKind): void;
  /** Of a watch: says an ERROR event and ends. Nothing for other answers. */
  fail(status: StatusError): void;
  /** Set by the watch once its answer has begun. */
  onFail: ((status: StatusError) => void) | null;
}

/** @param answer the response, or the socket of a stream */
export function createChannel(requested: Requested, served: Served, line: Line, answer: { response: ServerResponse } | { socket: Duplex }): Channel {
  const struck: ActiveFault[] = [];
  const channel: Channel = {
    requested,
    served,
    line,
    strikeWith: (faults) => void struck.push(...faults),
    faultOf<Type extends Fault['type']>(type: Type) {
      return (struck.findLast(({ fault, isCleared }) => fault.type === type && !isCleared)?.fault as FaultOf<Type> | undefined) ?? null;
    },
    end(how) {
      if ('response' in answer) endNow(answer.response, line, how);
      else if (how === 'end') answer.socket.end();
      else line.breakOff(how);
    },
    fail: (status) => channel.onFail?.(status),
    onFail: null,
  };
  return channel;
}
