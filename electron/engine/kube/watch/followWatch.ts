import { sentence } from '@shared/sentences/sentence';
import { resourcePath } from '@electron/engine/kube/paths';
import type { KubeObject } from '@electron/engine/kube/types';
import type { Clock } from './clock';
import { failureOfStatus, unreadable, type Failure, type Source } from './failure';
import { lines, LineTooLong } from './lines';
import { timing } from './timing';
import { createWatchdog } from './watchdog';
import { watchEvent } from './watchEvents';

/** How a watch came to its end. */
export type Ending =
  | Failure
  /** The server closed it in good order. */
  | { kind: 'ended' }
  /** Not a byte for too long: quiet, or a socket whose other end is gone. Only a new watch can tell. */
  | { kind: 'silent' };

export interface WatchSink {
  /** The server accepted the watch: whatever changes from now on will be told. */
  opened(): void;
  /** Bytes came. */
  heard(): void;
  put(object: KubeObject): void;
  remove(uid: string): void;
  /** Where the next watch resumes. */
  reached(version: string): void;
  /** An event could not be read and is lost. */
  missed(): void;
}

const noAnswer = Symbol('no answer in time');
/** Reason to end a watch with, to see in a new one whether the server is still there. */
export const silence = Symbol('silence');

async function* tapped(source: AsyncIterable<Uint8Array>, onBytes: () => void): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of source) {
    onBytes();
    yield chunk;
  }
}

const applyEvents = async (source: Source, sink: WatchSink, bytes: AsyncIterable<Uint8Array>): Promise<Ending> => {
  for await (const line of lines(bytes)) {
    const event = watchEvent(source.resource, line);
    switch (event.type) {
      case 'put':
        sink.put(event.object);
        sink.reached(event.object.metadata.resourceVersion);
        break;
      case 'remove':
        sink.remove(event.object.metadata.uid);
        sink.reached(event.object.metadata.resourceVersion);
        break;
      case 'bookmark':
        // Taken as it comes: an older one makes the next watch repeat known changes, which end in the same state.
        sink.reached(event.version);
        break;
      case 'error':
        return failureOfStatus(source, event.status);
      case 'unreadable':
        sink.missed();
        return unreadable(source);
    }
  }
  return { kind: 'ended' };
};

/**
 * Watches from a version on until the watch ends, however it ends. `control` ends it: aborted by the caller,
 * or by the watch itself when the server does not answer or falls silent. Throws what the client throws.
 */
export const followWatch = async (source: Source, clock: Clock, from: string, sink: WatchSink, control: AbortController): Promise<Ending> => {
  const cancelOpening = clock.after(timing.opening, () => control.abort(noAnswer));
  const watchdog = createWatchdog(clock, timing.silence, () => control.abort(silence));
  try {
    const timeoutSeconds = Math.round((timing.watchLeast + clock.random() * (timing.watchMost - timing.watchLeast)) / 1000);
    const bytes = await source.client.stream({
      path: resourcePath(source.resource, source),
      query: { watch: true, allowWatchBookmarks: true, resourceVersion: from, timeoutSeconds },
      signal: control.signal,
    });
    cancelOpening();
    sink.opened();
    return await applyEvents(source, sink, tapped(bytes, () => {
      watchdog.heard();
      sink.heard();
    }));
  } catch (error) {
    if (control.signal.reason === silence) return { kind: 'silent' };
    if (control.signal.reason === noAnswer) return { kind: 'unreachable', reason: sentence('freshness.silent', { server: source.client.server }) };
    if (!(error instanceof LineTooLong)) throw error;
    sink.missed();
    return unreadable(source);
  } finally {
    cancelOpening();
    watchdog.stop();
  }
};
