import { controllerOf } from '../objects/meta';
import type { Condition, Job } from '../objects/workloads';
import type { Site } from '../site';
import { kindNamed } from '../store/kinds';
import { timestamp } from '../time/clock';
import { conditionOf } from './conditions';
import { withLabels } from './hash';
import { createLoop, keyOf, splitKey } from './loop';
import { isActive, podFrom, podsOf } from './pods';

const source = { component: 'job-controller' };
const writer = { manager: 'kube-controller-manager', operation: 'Update' } as const;

/** Runs pods until enough have succeeded or too many have failed. */
export function runJobs({ store, writes, events, clock }: Site): void {
  const kind = kindNamed('Job');
  const podKind = kindNamed('Pod');
  const labelsOf = (job: Job) => ({ 'batch.kubernetes.io/controller-uid': job.metadata.uid, 'batch.kubernetes.io/job-name': job.metadata.name, 'job-name': job.metadata.name });

  const adopt = (job: Job): Job => {
    if (job.spec.selector) return job;
    const template = withLabels(job.spec.template, labelsOf(job));
    const selector = { matchLabels: { 'batch.kubernetes.io/controller-uid': job.metadata.uid } };
    return writes.update(kind, { ...job, spec: { ...job.spec, selector, template } }, writer) as Job;
  };

  const loop = createLoop(clock, (key) => {
    const found = store.get(kind, ...splitKey(key)) as Job | undefined;
    if (!found || found.metadata.deletionTimestamp || isOver(found)) return;
    const job = adopt(found);
    const pods = podsOf(store, job);
    const succeeded = pods.filter((pod) => pod.status.phase === 'Succeeded').length;
    const failed = pods.filter((pod) => pod.status.phase === 'Failed').length;
    const hasFailed = failed > job.spec.backoffLimit;
    let active = pods.filter(isActive).length;
    const wanted = job.spec.suspend || hasFailed ? 0 : Math.min(job.spec.parallelism, job.spec.completions - succeeded);
    for (; active < wanted; active += 1) {
      const pod = writes.create(podKind, podFrom(job.spec.template, job, { generateName: `${job.metadata.name}-` }), writer);
      events.record(job, { reason: 'SuccessfulCreate', message: `Created pod: ${pod.metadata.name}` }, source);
    }
    const now = timestamp(clock.now());
    const isDone = succeeded >= job.spec.completions;
    const end = isDone ? finish('Complete', 'CompletionsReached', 'Reached expected number of succeeded pods', now) : hasFailed ? finish('Failed', 'BackoffLimitExceeded', 'Job has reached the specified backoff limit', now) : undefined;
    const status: Job['status'] = {
      startTime: job.status.startTime ?? now,
      ...(active > 0 && { active }),
      ...(succeeded > 0 && { succeeded }),
      ...(failed > 0 && { failed }),
      ...(isDone && { completionTime: now }),
      ...(end && { conditions: [end] }),
    };
    writes.update(kind, { ...job, status }, { ...writer, subresource: 'status' });
    if (isDone) events.record(job, { reason: 'Completed', message: 'Job completed' }, source);
    else if (end) events.record(job, { type: 'Warning', reason: 'BackoffLimitExceeded', message: 'Job has reached the specified backoff limit' }, source);
  });

  store.onChange(({ kind: changed, type, object }) => {
    if (changed === kind && type !== 'DELETED') loop.enqueue(keyOf(object));
    if (changed !== podKind) return;
    const owner = controllerOf(object);
    if (owner?.kind === 'Job') loop.enqueue(`${object.metadata.namespace}/${owner.name}`);
  });
}

const finish = (type: 'Complete' | 'Failed', reason: string, message: string, now: string): Condition => ({ type, status: 'True', reason, message, lastProbeTime: now, lastTransitionTime: now });

export function isOver(job: Job): 'Complete' | 'Failed' | undefined {
  if (conditionOf(job.status.conditions, 'Complete')) return 'Complete';
  return conditionOf(job.status.conditions, 'Failed') ? 'Failed' : undefined;
}
