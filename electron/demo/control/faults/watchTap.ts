import type { OpenWatch, WatchEvent } from '../../http/interception';
import { goneFor, statusOf } from './answers';
import type { Channel } from './channel';
import { endNow } from './ending';

/** Stands between a watch and its client. Returns what the watch sends its events with. */
export function tapWatch(channel: Channel, watch: OpenWatch): (event: WatchEvent) => void {
  const { response } = watch;
  let lastSent = watch.revision();
  let isBack = false;

  channel.onFail = (status) => {
    watch.write({ type: 'ERROR', object: status.body() });
    endNow(response, channel.line, 'end');
  };

  let timer: NodeJS.Timeout | undefined;
  /** Looks again and again, since the fault may come and go while the watch is open. */
  const tick = () => {
    const fault = channel.faultOf('bookmarks');
    timer = setTimeout(tick, fault?.everyMs ?? 100);
    if (!fault || fault.mode === 'none' || response.writableEnded) return;
    isBack = fault.mode === 'older' || (fault.mode === 'outOfOrder' && !isBack);
    watch.write(watch.bookmark(Math.max(1, isBack ? lastSent - fault.behind : watch.revision())));
  };
  if (watch.allowsBookmarks) {
    tick();
    response.on('close', () => clearTimeout(timer));
  }

  const failing = channel.faultOf('errorEvent');
  if (failing) channel.fail(statusOf(failing));
  else if (channel.faultOf('gone')) channel.fail(goneFor(channel.requested, watch.revision()));

  return (event) => {
    const bookmarks = channel.faultOf('bookmarks');
    if (event.type === 'BOOKMARK' && bookmarks?.mode === 'none') return;
    if (event.type !== 'BOOKMARK') lastSent = watch.revision();
    watch.write(event);
    if (channel.faultOf('duplicateEvents')) watch.write(event);
  };
}
