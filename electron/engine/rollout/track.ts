import { sentence, sentenceText } from '@shared/sentences/sentence';
import type { OperationContext } from '@electron/engine/operations/types';
import type { LiveComponent } from '@electron/engine/revisions/liveComponent';
import { latest } from '@electron/engine/streams/latest';
import { assess, type Assessment, type RolloutGoal, type RolloutView } from './assess';
import { createNarrator } from './narrate';

export interface TrackDeps {
  component: LiveComponent;
  goal: RolloutGoal;
  /** The last revision that worked: where rolling back leads while this one has problems. */
  rollbackTo: number | null;
  context: Pick<OperationContext, 'signal' | 'step' | 'progress' | 'detail' | 'log' | 'problems' | 'rollbackTo'>;
  /** Epoch ms by the cluster's clock. */
  now(): number;
}

/** So that deadlines pass and "for 30 s not ready" is noticed where nothing in the cluster moves. */
const lookAgainMs = 2000;

/**
 * Follows a rollout in the caches until it is done. Settles when all pods run what was asked for; throws the error of
 * the assessment when it cannot be done any more, and the signal's reason when it aborts.
 * A rollout with problems is not given up before the cluster gives it up: an image may still appear.
 */
export const trackRollout = async ({ component, goal, rollbackTo, context, now }: TrackDeps): Promise<void> => {
  const narrate = createNarrator();
  const clock = createProgressClock(now);
  const report = createReport(context, rollbackTo);
  for await (const view of latest(() => viewOf(component, clock, now()), orTick(component.onChange), context.signal)) {
    for (const { level, text } of narrate(view.pods ?? [], concerned(view).flatMap((uid) => component.eventsOf(uid)))) context.log(level, text);
    const freshness = component.freshness();
    if (freshness.state === 'stale') {
      // Caches keep what they knew. Nothing is concluded from it: neither success nor a deadline.
      context.detail(sentence('rollout.stale', { since: new Date(freshness.since).toISOString() }));
      continue;
    }
    const assessment = assess(goal, view);
    clock.saw(assessment);
    report(assessment);
    if (assessment.error) throw assessment.error;
    if (hasEnded(assessment)) return;
  }
  context.signal.throwIfAborted();
};

const hasEnded = ({ state }: Pick<Assessment, 'state'>): boolean => state === 'done' || state === 'saved';

/** Tells the operation only what is new: every problem it is told goes into the journal. */
const createReport = (context: TrackDeps['context'], rollbackTo: number | null): ((assessment: Assessment) => void) => {
  let isVerifying = false;
  let told = '[]';
  let offeredBefore: number | null = null;
  return ({ state, numbers, detail, problems, error }) => {
    if (!isVerifying && (state === 'verifying' || state === 'done')) {
      isVerifying = true;
      context.step('verify');
    }
    if (numbers) context.progress(numbers.desired === 0 ? 0 : Math.min(numbers.updated, numbers.available), numbers.desired);
    if (detail) context.detail(detail);
    if (JSON.stringify(problems) !== told) {
      told = JSON.stringify(problems);
      context.problems(problems);
      for (const problem of problems) context.log('warn', sentenceText(problem));
    }
    if (hasEnded({ state }) && detail) context.log('info', sentenceText(detail));
    // Not where the component is gone or somebody else has taken it over.
    const offered = problems.length > 0 || error?.code === 'UPSTREAM' ? rollbackTo : null;
    if (offered !== offeredBefore) context.rollbackTo(offered);
    offeredBefore = offered;
  };
};

const viewOf = ({ workload, history, pods, eventsOf, leases }: LiveComponent, clock: ProgressClock, now: number): RolloutView => {
  const object = workload();
  const canReadPods = leases.pods !== null && leases.pods.freshness.state !== 'denied';
  return {
    workload: object,
    history: object ? history(object) : null,
    pods: canReadPods ? (object ? pods(object) : []) : null,
    eventsOf,
    now,
    progressAt: clock.progressAt(),
  };
};

/** Objects whose events belong into the log. */
const concerned = ({ workload, history, pods }: RolloutView): string[] => {
  const objects: { metadata: { uid: string } }[] = [...(workload ? [workload] : []), ...(history?.current ? [history.current.object] : []), ...(pods ?? [])];
  return objects.map(({ metadata }) => metadata.uid);
};

interface ProgressClock {
  saw(assessment: Assessment): void;
  progressAt(): number;
}

const createProgressClock = (now: () => number): ProgressClock => {
  let seen = '';
  let at = now();
  return {
    saw({ numbers }) {
      const numbersNow = JSON.stringify(numbers);
      if (numbersNow !== seen) at = now();
      seen = numbersNow;
    },
    progressAt: () => at,
  };
};

const orTick =
  (onChange: LiveComponent['onChange']): LiveComponent['onChange'] =>
  (listener) => {
    const stop = onChange(listener);
    const timer = setInterval(listener, lookAgainMs);
    return () => {
      clearInterval(timer);
      stop();
    };
  };
