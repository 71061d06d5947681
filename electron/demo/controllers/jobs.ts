import { controllerOf } from '../objects/meta';
import type { Condition, Job, Pod } from '../objects/workloads';
import type { Site } from '../site';
import { kindNamed } from '../store/kinds';
import { timestamp } from '../time/clock';
import { conditionOf } from './conditions';
import { withLabels } from './hash';
import { createLoop, keyOf, splitKey } from './loop';
import { isActive, isReady, podFrom, podsOf } from './pods';

const source = { component: 'job-controller' };
const writer = { manager: 'kube-controller-manager', operation: 'Update' } as const;
const firstRetryMs = 10_000;
const longestRetryMs = 600_000;

/** Why a job ends; `target` is the condition that comes before its end. */
interface Outcome {
  type: 'Complete' | 'Failed';
  target: 'SuccessCriteriaMet' | 'FailureTarget';
  reason: string;
  message: string;
}

const completed: Outcome = { type: 'Complete', target: 'SuccessCriteriaMet', reason: 'CompletionsReached', message: 'Reached expected number of succeeded pods' };
const tooManyFailures: Outcome = { type: 'Failed', target: 'FailureTarget', reason: 'BackoffLimitExceeded', message: 'Job has reached the specified backoff limit' };
const tooLate: Outcome = { type: 'Failed', target: 'FailureTarget', reason: 'DeadlineExceeded', message: 'Job was active longer than specified deadline' };

const restartsOf = (pod: Pod) => (pod.status.containerStatuses ?? []).reduce((total, { restartCount }) => total + restartCount, 0);
const endOf = (pod: Pod) => Math.max(0, ...(pod.status.containerStatuses ?? []).map(({ state }) => Date.parse(state.terminated?.finishedAt ?? '') || 0));

/** Runs pods until enough have succeeded, too many have failed, or the time is over. */
export function runJobs({ store, writes, deletes, events, clock }: Site): void {
  const kind = kindNamed('Job');
  const podKind = kindNamed('Pod');
  const labelsOf = (job: Job) => ({ 'batch.kubernetes.io/controller-uid': job.metadata.uid, 'batch.kubernetes.io/job-name': job.metadata.name, 'controller-uid': job.metadata.uid, 'job-name': job.metadata.name });

  const adopt = (job: Job): Job => {
    if (job.spec.selector) return job;
    const template = withLabels(job.spec.template, labelsOf(job));
    const selector = { matchLabels: { 'batch.kubernetes.io/controller-uid': job.metadata.uid } };
    return writes.update(kind, { ...job, spec: { ...job.spec, selector, template } }, writer) as Job;
  };

  const removePod = (job: Job, pod: Pod) => {
    deletes.remove(podKind, pod.metadata.namespace, pod.metadata.name);
    events.record(job, { reason: 'SuccessfulDelete', message: `Deleted pod: ${pod.metadata.name}` }, source);
  };

  const createPod = (job: Job) => {
    const pod = writes.create(podKind, podFrom(job.spec.template, job, { generateName: `${job.metadata.name}-` }), writer);
    events.record(job, { reason: 'SuccessfulCreate', message: `Created pod: ${pod.metadata.name}` }, source);
  };

  /** A finished job goes when its time is over. */
  const expire = (key: string, job: Job) => {
    const { ttlSecondsAfterFinished } = job.spec;
    const end = conditionOf(job.status.conditions, isOver(job) ?? '')?.lastTransitionTime;
    if (ttlSecondsAfterFinished === undefined || !end) return;
    const leftMs = Date.parse(end) + ttlSecondsAfterFinished * 1000 - clock.now();
    if (leftMs > 0) loop.enqueue(key, leftMs);
    else deletes.remove(kind, job.metadata.namespace, job.metadata.name);
  };

  const outcomeOf = (job: Job, pods: readonly Pod[], succeeded: number, failed: number): Outcome | undefined => {
    const { completions, backoffLimit, activeDeadlineSeconds, template } = job.spec;
    if (succeeded >= completions) return completed;
    // Containers that restart in place count too.
    const restarts = template.spec.restartPolicy === 'OnFailure' ? pods.filter(isActive).reduce((total, pod) => total + restartsOf(pod), 0) : 0;
    if (failed > backoffLimit || (restarts > 0 && restarts >= Math.max(1, backoffLimit))) return tooManyFailures;
    const { startTime } = job.status;
    return activeDeadlineSeconds && startTime && clock.now() - Date.parse(startTime) >= activeDeadlineSeconds * 1000 ? tooLate : undefined;
  };

  /** Each failure doubles the wait for the next try. */
  const waitFor = (pods: readonly Pod[], failed: number) => {
    const last = Math.max(...pods.filter((pod) => pod.status.phase === 'Failed').map(endOf));
    return failed === 0 || !Number.isFinite(last) ? 0 : last + Math.min(firstRetryMs * 2 ** (failed - 1), longestRetryMs) - clock.now();
  };

  const loop = createLoop(clock, (key) => {
    const found = store.get(kind, ...splitKey(key)) as Job | undefined;
    if (!found || found.metadata.deletionTimestamp) return;
    if (isOver(found)) return expire(key, found);
    const job = adopt(found);
    const now = timestamp(clock.now());
    const { suspend = false, parallelism, completions, activeDeadlineSeconds } = job.spec;
    const pods = podsOf(store, job);
    const succeeded = pods.filter((pod) => pod.status.phase === 'Succeeded').length;
    const failed = pods.filter((pod) => pod.status.phase === 'Failed' && !pod.metadata.deletionTimestamp).length;
    const outcome = outcomeOf(job, pods, succeeded, failed);
    const running = pods.filter(isActive);
    const wanted = suspend || outcome ? 0 : Math.min(parallelism, completions - succeeded);
    const waitMs = waitFor(pods, failed);
    for (const pod of running.slice(wanted)) removePod(job, pod);
    if (running.length < wanted && waitMs > 0) loop.enqueue(key, waitMs);
    else for (let count = running.length; count < wanted; count += 1) createPod(job);
    const active = waitMs > 0 ? Math.min(running.length, wanted) : wanted;

    const startTime = suspend ? undefined : (job.status.startTime ?? now);
    if (activeDeadlineSeconds && startTime && !outcome) loop.enqueue(key, Date.parse(startTime) + activeDeadlineSeconds * 1000 - clock.now());
    const status: Job['status'] = {
      ...(startTime && { startTime }),
      ...(active > 0 && { active }),
      ready: running.slice(0, wanted).filter(isReady).length,
      terminating: pods.filter((pod) => pod.metadata.deletionTimestamp && pod.status.phase !== 'Succeeded').length,
      uncountedTerminatedPods: {},
      ...(succeeded > 0 && { succeeded }),
      ...(failed > 0 && { failed }),
      ...(outcome === completed && { completionTime: now }),
      ...conditionsOf(job, outcome, suspend, now),
    };
    writes.update(kind, { ...job, status }, { ...writer, subresource: 'status' });
    tell(job, outcome, suspend);
    if (outcome) loop.enqueue(key);
  });

  const tell = (job: Job, outcome: Outcome | undefined, suspend: boolean) => {
    const wasSuspended = conditionOf(job.status.conditions, 'Suspended')?.status === 'True';
    if (outcome === completed) events.record(job, { reason: 'Completed', message: 'Job completed' }, source);
    else if (outcome) events.record(job, { type: 'Warning', reason: outcome.reason, message: outcome.message }, source);
    else if (suspend && !wasSuspended) events.record(job, { reason: 'Suspended', message: 'Job suspended' }, source);
    else if (!suspend && wasSuspended) events.record(job, { reason: 'Resumed', message: 'Job resumed' }, source);
  };

  store.onChange(({ kind: changed, type, object }) => {
    if (changed === kind && type !== 'DELETED') loop.enqueue(keyOf(object));
    if (changed !== podKind) return;
    const owner = controllerOf(object);
    if (owner?.kind === 'Job') loop.enqueue(`${object.metadata.namespace}/${owner.name}`);
  });
}

function conditionsOf(job: Job, outcome: Outcome | undefined, suspend: boolean, now: string): { conditions?: Condition[] } {
  const before = job.status.conditions ?? [];
  const condition = (type: string, status: 'True' | 'False', reason: string, message: string): Condition => ({ type, status, reason, message, lastProbeTime: now, lastTransitionTime: now });
  const others = before.filter(({ type }) => type !== 'Suspended');
  const suspended = conditionOf(before, 'Suspended');
  if (outcome) return { conditions: [...before, condition(outcome.target, 'True', outcome.reason, outcome.message), condition(outcome.type, 'True', outcome.reason, outcome.message)] };
  if (suspend && suspended?.status !== 'True') return { conditions: [...others, condition('Suspended', 'True', 'JobSuspended', 'Job suspended')] };
  if (!suspend && suspended?.status === 'True') return { conditions: [...others, condition('Suspended', 'False', 'JobResumed', 'Job resumed')] };
  return before.length > 0 ? { conditions: before } : {};
}

export function isOver(job: Job): 'Complete' | 'Failed' | undefined {
  if (conditionOf(job.status.conditions, 'Complete')) return 'Complete';
  return conditionOf(job.status.conditions, 'Failed') ? 'Failed' : undefined;
}
