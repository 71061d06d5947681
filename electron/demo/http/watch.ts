import type { KubeObject } from '../objects/meta';
import type { Change, Store } from '../store/store';
import type { Exchange } from './exchange';
import type { WatchEvent } from './interception';
import { checkListOptions, numberOf, selectionOf, versionOf } from './read';
import { formOf, representObject, tableOptions } from './represent';
import { StatusError } from './status';
import { shown, type Target } from './target';

const bookmarkEveryMs = 30_000;
const longestMs = 3_600_000;
const isTrue = (value: string | null) => value === 'true' || value === '1';

/** Streams changes as lines of JSON until the client goes, `timeoutSeconds` are over, or `closing` says so. */
export function serveWatch(store: Store, target: Target, exchange: Exchange, closing: AbortSignal): void {
  const { query, response } = exchange;
  checkListOptions(query, true);
  const isSelected = selectionOf(target.kind, query);
  const isWanted = (object: KubeObject) =>
    (target.namespace === undefined || object.metadata.namespace === target.namespace) && (!target.name || object.metadata.name === target.name) && isSelected(shown(target, object));
  const options = tableOptions(exchange);
  let isFirst = true;
  formOf(exchange);

  const write = (event: WatchEvent) => void response.write(`${JSON.stringify({ type: event.type, object: event.object })}\n`);
  let emit: (event: WatchEvent) => void = write;
  const send = (type: WatchEvent['type'], object: KubeObject) => {
    // Only the first Table of a watch names its columns.
    emit({ type, object: representObject(target, shown(target, object), exchange, { ...options, withColumns: isFirst }) });
    isFirst = false;
  };
  const onChange = (change: Change) => {
    if (change.kind !== target.stored) return;
    const event = visibleChange(change, isWanted);
    if (event) send(event.type, event.object);
  };

  const version = versionOf(query);
  const timeoutMs = (numberOf(query, 'timeoutSeconds') ?? 0) * 1000 || longestMs;
  response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-cache, private' });
  response.flushHeaders();

  const bookmarkAt = (version: number, annotations?: Record<string, string>): WatchEvent => {
    const { kind, apiVersion } = target.kind;
    return { type: 'BOOKMARK', object: { kind, apiVersion, metadata: { resourceVersion: String(version), creationTimestamp: null, ...(annotations && { annotations }) } } };
  };
  const bookmark = (annotations?: Record<string, string>) => emit(bookmarkAt(store.revision, annotations));
  const allowsBookmarks = isTrue(query.get('allowWatchBookmarks'));
  const asksForInitial = query.get('sendInitialEvents');
  const startsWithAll = asksForInitial === null ? version === undefined || version === 0 : isTrue(asksForInitial);
  emit = exchange.interception?.watch({ response, allowsBookmarks, revision: () => store.revision, bookmark: bookmarkAt, write }) ?? write;
  try {
    if (startsWithAll) for (const object of store.list(target.stored, target.namespace).filter(isWanted)) send('ADDED', object);
    else if (version) for (const change of store.changesSince(version)) onChange(change);
  } catch (error) {
    // The answer has begun: as the real server does, the 410 travels inside the stream.
    if (!(error instanceof StatusError)) throw error;
    write({ type: 'ERROR', object: error.body() });
    response.end();
    return;
  }
  if (startsWithAll && isTrue(asksForInitial) && allowsBookmarks) bookmark({ 'k8s.io/initial-events-end': 'true' });

  const stopListening = store.onChange(onChange);
  const bookmarks = allowsBookmarks ? setInterval(() => bookmark(), bookmarkEveryMs) : undefined;
  const end = () => {
    if (allowsBookmarks) bookmark();
    response.end();
  };
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
function visibleChange(change: Change, isWanted: (object: KubeObject) => boolean): { type: WatchEvent['type']; object: KubeObject } | null {
  const { previous, object, type } = change;
  const wasBefore = previous !== undefined && isWanted(previous);
  if (type !== 'DELETED' && isWanted(object)) return { type: wasBefore ? 'MODIFIED' : 'ADDED', object };
  if (!wasBefore) return null;
  return { type: 'DELETED', object: type === 'DELETED' ? object : { ...previous, metadata: { ...previous.metadata, resourceVersion: object.metadata.resourceVersion } } };
}
