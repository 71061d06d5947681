import type { CronJob, Job, Pod } from '@electron/engine/kube/objects';
import type { Status } from '@shared/model/status';
import { sentence } from '@shared/sentences/sentence';
import { abnormal } from './containerStatus';
import { timeOf } from './events';
import { plainMessage } from './message';
import { podStatus, type StatusContext } from './podStatus';

const condition = (job: Job, type: string) => job.status?.conditions?.find((candidate) => candidate.type === type && candidate.status === 'True');

export const isFinished = (job: Job): boolean => Boolean(condition(job, 'Complete') ?? condition(job, 'Failed'));

/** When a finished Job finished, else when it began (epoch ms). */
export const jobTime = (job: Job): number =>
  timeOf(job.status?.completionTime) ?? timeOf((condition(job, 'Complete') ?? condition(job, 'Failed'))?.lastTransitionTime) ?? timeOf(job.metadata.creationTimestamp) ?? 0;

/** @param pods null where they cannot be read */
export const jobStatus = (job: Job, pods: readonly Pod[] | null, context: StatusContext): Status => {
  const { active = 0, succeeded = 0, failed = 0 } = job.status ?? {};
  const problems = (pods ?? []).map((pod) => ({ pod, status: podStatus(pod, context) })).filter(({ status }) => status.word === 'abnormal');
  const isLive = ({ pod }: (typeof problems)[number]) => pod.status?.phase !== 'Failed';

  if (condition(job, 'Complete')) return { word: 'completed', cause: sentence('status.job.completed', { succeeded }) };
  const failure = condition(job, 'Failed');
  if (failure) {
    // "Job has reached the specified backoff limit" says nothing of why: its last pod does, while it is kept.
    const cause = failure.reason === 'DeadlineExceeded' ? undefined : newest(problems)?.status.cause;
    return abnormal(cause ?? jobFailure(job));
  }
  if (job.spec?.suspend) return { word: 'paused', cause: sentence('status.job.suspended') };
  const stuck = problems.find(isLive);
  if (stuck) return abnormal(stuck.status.cause);
  if (failed > 0) return { word: 'partlyAbnormal', cause: newest(problems)?.status.cause ?? sentence('status.job.retrying', { active, failed }) };
  if (active === 0) return { word: 'starting', cause: sentence('status.job.waiting') };
  const completions = job.spec?.completions ?? job.spec?.parallelism ?? 1;
  return { word: 'running', cause: sentence('status.job.running', { active, succeeded, completions }) };
};

const newest = <T extends { pod: Pod }>(found: readonly T[]): T | undefined =>
  found.reduce<T | undefined>((last, next) => (!last || (next.pod.metadata.creationTimestamp ?? '') >= (last.pod.metadata.creationTimestamp ?? '') ? next : last), undefined);

const jobFailure = (job: Job) => {
  const { reason, message } = condition(job, 'Failed') ?? {};
  return sentence('status.job.failed', { reason: plainMessage(reason), message: plainMessage(message) });
};

/** @param jobs those that it made and that are still kept */
export const cronJobStatus = (cronJob: CronJob, jobs: readonly Job[]): Status => {
  const schedule = plainMessage(cronJob.spec?.schedule);
  if (cronJob.spec?.suspend) return { word: 'paused', cause: sentence('status.cron.suspended', { schedule }) };
  if ((cronJob.status?.active?.length ?? 0) > 0) return { word: 'running', cause: sentence('status.cron.running', { schedule }) };
  const last = [...jobs].filter(isFinished).sort((a, b) => jobTime(b) - jobTime(a))[0];
  if (last && condition(last, 'Failed')) {
    const { reason, message } = condition(last, 'Failed') ?? {};
    return abnormal(sentence('status.cron.lastFailed', { job: last.metadata.name, reason: plainMessage(reason), message: plainMessage(message) }));
  }
  const at = timeOf(cronJob.status?.lastScheduleTime);
  if (at === null) return { word: 'idle', cause: sentence('status.cron.never', { schedule }) };
  const time = `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return { word: 'idle', cause: last ? sentence('status.cron.lastSucceeded', { at: time, schedule }) : sentence('status.cron.last', { at: time, schedule }) };
};
