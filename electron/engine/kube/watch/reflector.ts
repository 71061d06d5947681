import { isAppError } from '@shared/errors/appError';
import { sentence, type Sentence } from '@shared/sentences/sentence';
import type { KubeObject } from '@electron/engine/kube/types';
import { pause, type Clock } from './clock';
import { broken, failureOfError, type Source } from './failure';
import { followWatch, silence, type Ending, type WatchSink } from './followWatch';
import type { FreshnessTracker } from './freshnessTracker';
import { listAll } from './listAll';
import { backoff, spread, timing } from './timing';

/** Where the reflector puts what it reads. */
export interface Sink {
  replaceAll(objects: readonly KubeObject[]): void;
  put(object: KubeObject): void;
  remove(uid: string): void;
}

export interface ReflectorDeps {
  source: Source;
  sink: Sink;
  freshness: FreshnessTracker;
  clock: Clock;
  /** Tells the other caches of the server that it answers again, or that it does not any more. */
  onServerSeen(answers: boolean): void;
  onDefect(error: unknown): void;
}

export interface Reflector {
  /**
   * What another cache of the server found out. When the server does not answer there, an open watch here may be half
   * open: it is opened anew, unnoticed if all is well. When it answers again, waiting for it is over.
   */
  serverSeen(answers: boolean): void;
  /** Forgets the back-off and looks now, on a new connection. Until the server has answered, what was live is doubted. */
  recheck(): void;
  dispose(): void;
}

/** A list where one is needed, then a watch until it ends. */
interface Turn {
  listed: boolean;
  /** Epoch ms; null until the server accepted the watch. */
  openedAt: number | null;
  cancelBelief: () => void;
}

/**
 * Keeps a sink equal to what the API server holds: reads everything, then follows the changes, until disposed. It never
 * gives up; what cannot be claimed at the moment is said through `freshness`.
 */
export const createReflector = ({ source, sink, freshness, clock, onServerSeen, onDefect }: ReflectorDeps): Reflector => {
  let disposed = false;
  /** Where a watch resumes; null when everything has to be read first. */
  let version: string | null = null;
  let everListed = false;
  /** Failures in a row. */
  let failures = 0;
  /** Ends what is going on: a turn or the pause after it. */
  let control = new AbortController();
  let recheckAsked = false;
  let doing: 'reading' | 'watching' | 'waiting' | 'waitingForServer' = 'reading';

  const say = (key: 'freshness.listingAgain' | 'freshness.checking'): Sentence => sentence(key, { resource: source.resource.plural });

  const becomeLive = (): void => {
    if (freshness.current.state === 'live') return freshness.confirm();
    freshness.live();
    onServerSeen(true);
  };

  const becomeUnreachable = (reason: Sentence): void => {
    // Said once, not with each try: it makes the others try too.
    const isNews = freshness.current.state === 'live' || failures === 1;
    freshness.lost(reason);
    if (isNews) onServerSeen(false);
  };

  const readAll = async (turn: Turn): Promise<string> => {
    const listing = await listAll(source, control.signal);
    turn.listed = everListed = true;
    freshness.confirm();
    sink.replaceAll(listing.objects);
    return (version = listing.version);
  };

  const watchSink = (turn: Turn): WatchSink => ({
    opened() {
      turn.openedAt = clock.now();
      doing = 'watching';
      if (turn.listed) becomeLive();
      else turn.cancelBelief = clock.after(timing.belief, becomeLive);
    },
    heard: freshness.confirm,
    put: sink.put,
    remove: sink.remove,
    reached(next) {
      version = next || version;
      becomeLive();
    },
    missed() {
      version = null;
    },
  });

  const run = async (turn: Turn): Promise<Ending> => {
    try {
      const from = version ?? (await readAll(turn));
      return await followWatch(source, clock, from, watchSink(turn), control);
    } catch (error) {
      if (!isAppError(error) && !control.signal.aborted) onDefect(error);
      return failureOfError(source, error);
    } finally {
      turn.cancelBelief();
    }
  };

  /** A watch that lasted is a success. One that did not, is none, however politely it ended. */
  const settle = (ending: Ending, { openedAt }: Turn): Ending => {
    if (openedAt !== null && clock.now() - openedAt >= timing.settled) failures = 0;
    else if (ending.kind === 'ended') return broken(sentence('freshness.closed', { server: source.client.server, resource: source.resource.plural }));
    return ending;
  };

  /** Says what the ending means to those who look on. Returns how long to wait before the next turn, in ms. */
  const retryIn = (ending: Ending, turn: Turn): number => {
    switch (ending.kind) {
      case 'ended':
      case 'silent':
        return 0;
      case 'expired':
        version = null;
        // The answer of a healthy server, unless it calls too old what it gave out a moment ago.
        failures = turn.listed ? failures + 1 : 1;
        freshness.lost(say('freshness.listingAgain'));
        return backoff(clock, failures);
      case 'denied':
        // The next turn begins with a list: where only watching is refused, the data stays fairly new.
        version = null;
        failures += 1;
        freshness.denied(ending.reason);
        // A server that has just started may say no for some seconds to what it allowed before and will allow again.
        return everListed && !turn.listed ? backoff(clock, failures) : spread(clock, timing.denied);
      case 'unreachable':
        failures += 1;
        doing = 'waitingForServer';
        if (turn.openedAt === null) becomeUnreachable(ending.reason);
        else if (failures > 1) freshness.lost(ending.reason);
        return backoff(clock, failures);
      case 'broken':
        failures += 1;
        // A watch that was open and broke is opened again within half a second, before anybody is alarmed.
        if (turn.openedAt === null || failures > 1) freshness.lost(ending.reason);
        return Math.max(ending.retryAfterMs, backoff(clock, failures));
    }
  };

  const loop = async (): Promise<void> => {
    while (!disposed) {
      control = new AbortController();
      recheckAsked = false;
      doing = 'reading';
      const turn: Turn = { listed: false, openedAt: null, cancelBelief: () => undefined };
      const ending = settle(await run(turn), turn);
      if (disposed || recheckAsked) continue;
      doing = 'waiting';
      const wait = retryIn(ending, turn);
      control = new AbortController();
      if (wait > 0) await pause(clock, wait, control.signal);
    }
  };
  loop().catch(onDefect);

  return {
    serverSeen(answers) {
      if (answers && doing === 'waitingForServer') control.abort();
      if (!answers && doing === 'watching') control.abort(silence);
    },
    recheck() {
      failures = 0;
      recheckAsked = true;
      if (freshness.current.state === 'live') freshness.lost(say('freshness.checking'));
      control.abort();
    },
    dispose() {
      disposed = true;
      control.abort();
    },
  };
};
