import { describe, expect, it } from 'vitest';
import type { Job, Pod } from '../objects/workloads';
import { kindNamed } from '../store/kinds';
import { createDrivenSite, type DrivenSite } from '../testing/drivenSite';

const crashing = '127.0.0.1:5480/nicefish/cms:2.6.0-rc1';
const endless = '127.0.0.1:5480/apps/uuid:v1.0.0.0';
const create = (driven: DrivenSite, image: string, spec: object) =>
  driven.create({ kind: 'Job', metadata: { name: 'work' }, spec: { ...spec, template: { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image }] } } } });
const job = (driven: DrivenSite) => driven.get<Job>('Job', 'work');
const conditions = (driven: DrivenSite) => job(driven).status.conditions?.map(({ type, status, reason }) => `${type}=${status} ${reason}`);

describe('jobs', () => {
  it('wait longer after each failure, and give up after so many', () => {
    const driven = createDrivenSite();
    create(driven, crashing, { backoffLimit: 2 });
    driven.play(120);
    const starts = driven.list<Pod>('Pod').map(({ metadata }) => Date.parse(metadata.creationTimestamp)).sort();
    expect(starts).toHaveLength(3);
    const gaps = starts.slice(1).map((at, i) => (at - (starts[i] ?? 0)) / 1000);
    // The program takes some seconds to crash, then come 10 and 20 seconds of waiting.
    expect(gaps[0]).toBeGreaterThan(14);
    expect((gaps[1] ?? 0) - (gaps[0] ?? 0)).toBeGreaterThan(8);
    expect(conditions(driven)).toEqual(['FailureTarget=True BackoffLimitExceeded', 'Failed=True BackoffLimitExceeded']);
    expect(job(driven).status).toMatchObject({ failed: 3, terminating: 0 });
    expect(driven.told('work')).toContain('BackoffLimitExceeded Job has reached the specified backoff limit');
  });

  it('end at their deadline and take their pods with them', () => {
    const driven = createDrivenSite();
    create(driven, endless, { activeDeadlineSeconds: 10, parallelism: 2, completions: 2 });
    driven.play(5);
    expect(job(driven).status.active).toBe(2);
    driven.play(60);
    expect(conditions(driven)).toEqual(['FailureTarget=True DeadlineExceeded', 'Failed=True DeadlineExceeded']);
    expect(driven.told('work')).toEqual(expect.arrayContaining(['DeadlineExceeded Job was active longer than specified deadline', expect.stringContaining('SuccessfulDelete Deleted pod: work-')]));
    expect(driven.list('Pod')).toEqual([]);
  });

  it('stop while suspended, go on when resumed, and go when their time is over', () => {
    const driven = createDrivenSite();
    create(driven, '127.0.0.1:5480/library/redis:7.4.1', { suspend: true, ttlSecondsAfterFinished: 30, activeDeadlineSeconds: 20 });
    driven.play(10);
    expect(driven.list('Pod')).toEqual([]);
    expect(conditions(driven)).toEqual(['Suspended=True JobSuspended']);
    driven.site.writes.update(kindNamed('Job'), { ...job(driven), spec: { ...job(driven).spec, suspend: false } }, { manager: 'test', operation: 'Update' });
    driven.play(5);
    expect(conditions(driven)).toEqual(['Suspended=False JobResumed']);
    expect(driven.list('Pod')).toHaveLength(1);
    driven.play(80);
    expect(driven.list('Job')).toEqual([]);
  });

  it('complete when enough has succeeded', () => {
    const driven = createDrivenSite();
    create(driven, '127.0.0.1:5480/nicefish/db-backup:1.2.0', { completions: 3, parallelism: 3 });
    driven.play(200);
    expect(conditions(driven)).toEqual(['SuccessCriteriaMet=True CompletionsReached', 'Complete=True CompletionsReached']);
    expect(job(driven).status).toMatchObject({ succeeded: 3, ready: 0 });
  });
});
