import type { KubeObject, Resource } from '@electron/engine/kube/types';
import { admit } from './admit';
import type { StatusAnswer } from './failure';

export type WatchEvent =
  | { type: 'put' | 'remove'; object: KubeObject }
  /** Nothing changed up to this version. */
  | { type: 'bookmark'; version: string }
  | { type: 'error'; status: StatusAnswer }
  | { type: 'unreadable' };

const unreadable: WatchEvent = { type: 'unreadable' };

interface WireEvent {
  type?: unknown;
  object?: { metadata?: { resourceVersion?: string } } & Partial<StatusAnswer>;
}

const parse = (line: string): WireEvent | null => {
  try {
    return JSON.parse(line) as WireEvent | null;
  } catch {
    // A proxy's error page in the middle of a stream, or a line that was cut.
    return null;
  }
};

/** Reads one line of a watch. */
export const watchEvent = (resource: Resource, line: string): WatchEvent => {
  const event = parse(line);
  switch (event?.type) {
    case 'ADDED':
    case 'MODIFIED':
    case 'DELETED': {
      const object = admit(resource, event.object);
      return object ? { type: event.type === 'DELETED' ? 'remove' : 'put', object } : unreadable;
    }
    case 'BOOKMARK':
      return { type: 'bookmark', version: event.object?.metadata?.resourceVersion ?? '' };
    case 'ERROR': {
      const { code = 0, reason = '', message = 'no reason given' } = event.object ?? {};
      return { type: 'error', status: { code, reason, message } };
    }
    default:
      return unreadable;
  }
};
