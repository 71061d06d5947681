import { cloneJson } from '../objects/json';
import { controllerOf, ownedBy } from '../objects/meta';
import type { CronJob, Job } from '../objects/workloads';
import type { Site } from '../site';
import { kindNamed } from '../store/kinds';
import { timestamp } from '../time/clock';
import { isOver } from './jobs';
import { createLoop, keyOf, splitKey } from './loop';
import { nextRun } from './schedule';

const source = { component: 'cronjob-controller' };
const writer = { manager: 'kube-controller-manager', operation: 'Update' } as const;

/** Starts jobs on time and keeps the last few. Runs missed while nobody looked are not made up for. */
export function runCronJobs({ store, writes, deletes, events, clock }: Site): void {
  const kind = kindNamed('CronJob');
  const jobKind = kindNamed('Job');
  const jobsOf = (cronJob: CronJob) => (store.list(jobKind, cronJob.metadata.namespace) as Job[]).filter((job) => controllerOf(job)?.uid === cronJob.metadata.uid);
  const next = new Map<string, number>();

  const startJob = (cronJob: CronJob, scheduledAt: number) => {
    const { metadata, spec } = cronJob.spec.jobTemplate;
    const name = `${cronJob.metadata.name}-${Math.floor(scheduledAt / 60_000)}`;
    writes.create(jobKind, { metadata: { ...(metadata ?? {}), name, namespace: cronJob.metadata.namespace ?? '', ownerReferences: [ownedBy(cronJob)] }, spec: cloneJson(spec) }, writer);
    events.record(cronJob, { reason: 'SuccessfulCreate', message: `Created job ${name}` }, source);
  };

  const trim = (jobs: Job[], end: 'Complete' | 'Failed', limit: number) => {
    const finished = jobs.filter((job) => isOver(job) === end).sort((a, b) => (a.metadata.creationTimestamp < b.metadata.creationTimestamp ? 1 : -1));
    for (const { metadata } of finished.slice(limit)) deletes.remove(jobKind, metadata.namespace, metadata.name);
  };

  const loop = createLoop(clock, (key) => {
    const cronJob = store.get(kind, ...splitKey(key)) as CronJob | undefined;
    if (!cronJob || cronJob.metadata.deletionTimestamp) return;
    const { uid } = cronJob.metadata;
    const now = clock.now();
    const due = next.get(uid);
    const isDue = due !== undefined && due <= now && !cronJob.spec.suspend;
    const busy = jobsOf(cronJob).filter((job) => !isOver(job));
    if (isDue && !(cronJob.spec.concurrencyPolicy === 'Forbid' && busy.length > 0)) startJob(cronJob, due);
    const upcoming = nextRun(cronJob.spec.schedule, now);
    if (upcoming !== null) {
      next.set(uid, upcoming);
      loop.enqueue(key, upcoming - now);
    }
    const jobs = jobsOf(cronJob);
    trim(jobs, 'Complete', cronJob.spec.successfulJobsHistoryLimit);
    trim(jobs, 'Failed', cronJob.spec.failedJobsHistoryLimit);
    const active = jobs.filter((job) => !isOver(job)).map(({ apiVersion, kind: kindName, metadata }) => ({ apiVersion, kind: kindName, name: metadata.name, namespace: metadata.namespace ?? '', uid: metadata.uid }));
    const finishedAt = jobs.flatMap((job) => job.status.completionTime ?? []).sort().at(-1);
    const lastScheduleTime = isDue ? timestamp(due) : cronJob.status.lastScheduleTime;
    writes.update(kind, { ...cronJob, status: { ...(active.length > 0 && { active }), ...(lastScheduleTime && { lastScheduleTime }), ...(finishedAt && { lastSuccessfulTime: finishedAt }) } }, { ...writer, subresource: 'status' });
  });

  store.onChange(({ kind: changed, type, object, previous }) => {
    if (changed === kind && type !== 'DELETED') loop.enqueue(keyOf(object));
    if (changed === kind && type === 'DELETED') next.delete(object.metadata.uid);
    if (changed !== jobKind || type === 'DELETED') return;
    const owner = controllerOf(object);
    const end = isOver(object as Job);
    if (owner?.kind !== 'CronJob' || !end || isOver(previous as Job)) return;
    const cronJob = store.get(kind, object.metadata.namespace, owner.name);
    if (cronJob) events.record(cronJob, { reason: 'SawCompletedJob', message: `Saw completed job: ${object.metadata.name}, condition: ${end}` }, source);
    loop.enqueue(`${object.metadata.namespace}/${owner.name}`);
  });
}
