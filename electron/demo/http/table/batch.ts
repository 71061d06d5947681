import type { KubeObject } from '../../objects/meta';
import type { CronJob, Job } from '../../objects/workloads';
import { ageText, durationText } from './age';
import { age, column, containerColumns, count, none, part, selectorText, spec, templateOf, wide, type Columns } from './column';

const jobTemplate = (object: KubeObject) => part(part(part(object, 'spec'), 'jobTemplate'), 'spec');

function jobWord(object: KubeObject): string {
  const job = object as Job;
  const isTrue = (wanted: string) => job.status.conditions?.some(({ type, status }) => type === wanted && status === 'True');
  if (isTrue('Complete')) return 'Complete';
  if (isTrue('Failed')) return 'Failed';
  if (job.metadata.deletionTimestamp) return 'Terminating';
  return ['Suspended', 'FailureTarget', 'SuccessCriteriaMet'].find(isTrue) ?? 'Running';
}

function completions(object: KubeObject): string {
  const { spec: wanted, status } = object as Job;
  const succeeded = status.succeeded ?? 0;
  // A Job without a number is done when one of its pods is.
  if (part(object, 'spec')['completions'] !== undefined) return `${succeeded}/${wanted.completions}`;
  return wanted.parallelism > 1 ? `${succeeded}/1 of ${wanted.parallelism}` : `${succeeded}/1`;
}

function duration(object: KubeObject): string {
  const { startTime, completionTime } = (object as Job).status;
  if (!startTime) return '';
  return durationText((completionTime ? Date.parse(completionTime) : Date.now()) - Date.parse(startTime));
}

export const batchColumns: Columns = {
  Job: [column('Status', jobWord), column('Completions', completions), column('Duration', duration), age, ...containerColumns(templateOf), wide('Selector', (object) => selectorText(part(object, 'spec')['selector']))],
  CronJob: [
    column('Schedule', spec('schedule')),
    column('Timezone', spec('timeZone')),
    column('Suspend', (object) => (spec('suspend', false)(object) ? 'True' : 'False'), 'boolean'),
    count('Active', (object) => (object as CronJob).status.active?.length ?? 0),
    column('Last Schedule', (object) => {
      const { lastScheduleTime } = (object as CronJob).status;
      return lastScheduleTime ? ageText(lastScheduleTime) : none;
    }),
    age,
    ...containerColumns((object) => part(jobTemplate(object), 'template')),
    wide('Selector', (object) => selectorText(jobTemplate(object)['selector'])),
  ],
};
