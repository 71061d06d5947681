import type { KubeObject } from '../objects/meta';
import type { Change, Store } from '../store/store';
import { badRequest, StatusError } from './status';
import type { Exchange } from './exchange';
import type { WatchEvent } from './interception';
import { selectionOf, wantsTable } from './read';
import { toTable } from './table';
import type { Target } from './target';

const bookmarkEveryMs = 30_000;
const longestMs = 3_600_000;

/** Streams changes as lines of JSON until the client goes, `timeoutSeconds` are over, or `closing` says so. */
export function serveWatch(store: Store, target: Target, exchange: Exchange, closing: AbortSignal): void {
  const { query, response } = exchange;
  const isSelected = selectionOf(target.kind, query);
  const isWanted = (object: KubeObject) =>
    (target.namespace === undefined || object.metadata.namespace === target.namespace) && (!target.name || object.metadata.name === target.name) && isSelected(object);
  const asTable = wantsTable(exchange);
  let isFirstTable = true;

  const write = (event: WatchEvent) => {
    let { object } = event;
    if (asTable && event.type !== 'ERROR' && event.type !== 'BOOKMARK') {
      object = toTable(target.kind, [object as KubeObject], { resourceVersion: (object as KubeObject).metadata.resourceVersion }, isFirstTable);
      isFirstTable = false;
    }
    response.write(`${JSON.stringify({ type: event.type, object })}\n`);
  };

  let send = write;
  const onChange = (change: Change) => {
    if (change.kind !== target.kind) return;
    const event = visibleChange(change, isWanted);
    if (event) send(event);
  };

  const version = query.get('resourceVersion') ?? '';
  if (version && !/^\d+$/.test(version)) throw badRequest(`invalid resource version: ${version}`);
  response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-cache, private' });
  response.flushHeaders();

  const allowsBookmarks = query.get('allowWatchBookmarks') === 'true' || query.get('allowWatchBookmarks') === '1';
  const bookmarkAt = (revision: number): WatchEvent => {
    const { kind, apiVersion } = target.kind;
    return { type: 'BOOKMARK', object: { kind, apiVersion, metadata: { resourceVersion: String(revision), creationTimestamp: null } } };
  };
  send = exchange.interception?.watch({ response, allowsBookmarks, revision: () => store.revision, bookmark: bookmarkAt, write }) ?? write;

  try {
    if (version === '' || version === '0') for (const object of store.list(target.kind, target.namespace).filter(isWanted)) send({ type: 'ADDED', object });
    else for (const change of store.changesSince(Number(version))) onChange(change);
  } catch (error) {
    // The answer has begun: as the real server does, the 410 travels inside the stream.
    if (!(error instanceof StatusError)) throw error;
    send({ type: 'ERROR', object: error.body() });
    response.end();
    return;
  }

  const bookmark = () => send(bookmarkAt(store.revision));
  const stopListening = store.onChange(onChange);
  const bookmarks = allowsBookmarks ? setInterval(bookmark, bookmarkEveryMs) : undefined;
  const end = () => {
    if (allowsBookmarks) bookmark();
    response.end();
  };
  const timeoutMs = Number(query.get('timeoutSeconds') ?? 0) * 1000 || longestMs;
  const deadline = setTimeout(end, Math.min(timeoutMs, longestMs));
  const abort = () => response.destroy();
  closing.addEventListener('abort', abort);
  response.on('close', () => {
    stopListening();
    clearInterval(bookmarks);
    clearTimeout(deadline);
    closing.removeEventListener('abort', abort);
  });
}

/** A change as this watch sees it: an object that begins to match its selector is added, one that ceases to is deleted. */
function visibleChange(change: Change, isWanted: (object: KubeObject) => boolean): WatchEvent | null {
  const isNow = change.type !== 'DELETED' && isWanted(change.object);
  const wasBefore = change.previous !== undefined && isWanted(change.previous);
  if (isNow) return { type: wasBefore ? 'MODIFIED' : 'ADDED', object: change.object };
  return wasBefore ? { type: 'DELETED', object: change.type === 'DELETED' ? change.object : { ...change.previous, metadata: { ...change.previous?.metadata, resourceVersion: change.object.metadata.resourceVersion } } } : null;
}
