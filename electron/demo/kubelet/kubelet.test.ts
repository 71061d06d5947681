import { describe, expect, it } from 'vitest';
import type { Pod } from '../objects/workloads';
import { conditionOf } from '../controllers/conditions';
import { kindNamed } from '../store/kinds';
import { createDrivenSite, statusIn } from '../testing/drivenSite';

const uuid = 'apps/uuid:v1.0.0.0';

describe('probes', () => {
  it('restart a container whose liveness fails, with the words of the kubelet, and back off', () => {
    const driven = createDrivenSite();
    driven.pod('live', uuid, { livenessProbe: { httpGet: { path: '/', port: 9 }, periodSeconds: 2, failureThreshold: 2 } });
    driven.play(30);
    const pod = driven.get<Pod>('Pod', 'live');
    expect(statusIn(pod)?.restartCount).toBeGreaterThan(1);
    expect(statusIn(pod)?.lastState.terminated).toMatchObject({ exitCode: 143, reason: 'Error' });
    const told = driven.told('live');
    expect(told).toContainEqual(expect.stringContaining(`Unhealthy Liveness probe failed: Get "http://${pod.status.podIP}:9/": dial tcp ${pod.status.podIP}:9: connect: connection refused`));
    expect(told).toContainEqual(expect.stringContaining('Killing Container c failed liveness probe, will be restarted'));
    expect(told).toContainEqual(expect.stringContaining('BackOff Back-off restarting failed container c in pod live_t('));
  });

  it('hold a container back until its startup probe passes', () => {
    const driven = createDrivenSite();
    driven.pod('slow', 'nicefish/cms:2.5.0', { startupProbe: { httpGet: { path: '/actuator/health', port: 8080 }, periodSeconds: 2, failureThreshold: 30 }, readinessProbe: { httpGet: { path: '/actuator/health', port: 8080 } } });
    driven.play(6);
    expect(statusIn(driven.get<Pod>('Pod', 'slow'))).toMatchObject({ ready: false, started: false, state: { running: {} } });
    driven.play(20);
    expect(statusIn(driven.get<Pod>('Pod', 'slow'))).toMatchObject({ ready: true, started: true, restartCount: 0 });
  });

  it('give up a container whose startup probe fails too often', () => {
    const driven = createDrivenSite();
    driven.pod('stuck', uuid, { startupProbe: { tcpSocket: { port: 9 }, periodSeconds: 2, failureThreshold: 2 } });
    driven.play(9);
    expect(driven.told('stuck').join('\n')).toContain('Killing Container c failed startup probe, will be restarted');
    expect(driven.told('stuck').join('\n')).toMatch(/Startup probe failed: dial tcp 10\.244\.\d+\.\d+:9: connect: connection refused/);
  });

  it('take a pod out of service while it does not want to be asked, and bring it back', () => {
    const driven = createDrivenSite();
    driven.pod('flap', 'nicefish/search:0.4.0', { readinessProbe: { httpGet: { path: '/health', port: 7700 }, periodSeconds: 5, failureThreshold: 2 } });
    const isReady = () => conditionOf(driven.get<Pod>('Pod', 'flap').status.conditions, 'Ready')?.status;
    driven.play(60);
    expect(isReady()).toBe('True');
    driven.play(4 * 60 - 30);
    expect(isReady()).toBe('False');
    expect(driven.told('flap').join('\n')).toContain('Readiness probe failed: HTTP probe failed with statuscode: 503');
    driven.play(45);
    expect(isReady()).toBe('True');
    expect(statusIn(driven.get<Pod>('Pod', 'flap'))?.restartCount).toBe(0);
  });

  it('say 404 where a program does not know the path', () => {
    const driven = createDrivenSite();
    driven.pod('lost', uuid, { readinessProbe: { httpGet: { path: '/nothing', port: 30001 }, periodSeconds: 2 } });
    driven.play(10);
    expect(driven.told('lost').join('\n')).toMatch(/Readiness probe failed: HTTP probe failed with statuscode: 404 \([2-9]\)/);
  });
});

describe('ends of containers', () => {
  it('kills what passes its memory limit', () => {
    const driven = createDrivenSite();
    driven.pod('big', 'nicefish/cms:2.5.0', { resources: { limits: { memory: '200Mi' } } });
    driven.play(10);
    expect(statusIn(driven.get<Pod>('Pod', 'big'))?.lastState.terminated).toMatchObject({ exitCode: 137, reason: 'OOMKilled' });
  });

  it('stops gracefully, with the code of the program, and leaves in a final phase', () => {
    const driven = createDrivenSite();
    driven.pod('web', 'nicefish/ui:1.8.0');
    driven.pod('java', 'nicefish/cms:2.5.0', {}, { terminationGracePeriodSeconds: 1 });
    driven.play(9);
    const last = new Map<string, Pod>();
    driven.site.store.onChange(({ kind, type, object }) => type === 'MODIFIED' && kind.kind === 'Pod' && last.set(object.metadata.name, object as Pod));
    for (const name of ['web', 'java']) driven.site.deletes.remove(kindNamed('Pod'), 't', name);
    driven.play(10);
    const ended = (name: string) => [last.get(name)?.status.phase, last.get(name)?.status.containerStatuses?.[0]?.state.terminated?.exitCode];
    expect(ended('web')).toEqual(['Succeeded', 0]);
    // It needs longer than it gets.
    expect(ended('java')).toEqual(['Failed', 137]);
    expect(driven.list('Pod')).toEqual([]);
    expect(driven.told('web')).toContain('Killing Stopping container c');
  });

  it('ends a pod at its deadline', () => {
    const driven = createDrivenSite();
    driven.pod('late', uuid, {}, { activeDeadlineSeconds: 10 });
    driven.play(20);
    const { status } = driven.get<Pod>('Pod', 'late');
    expect(status).toMatchObject({ phase: 'Failed', reason: 'DeadlineExceeded', message: 'Pod was active on the node longer than the specified deadline' });
    expect(conditionOf(status.conditions, 'Ready')).toMatchObject({ status: 'False', reason: 'PodFailed' });
    expect(driven.told('late')).toEqual(expect.arrayContaining(['DeadlineExceeded Pod was active on the node longer than the specified deadline', 'Killing Stopping container c']));
  });

  it('keeps a sidecar beside the work and ends it with the work', () => {
    const driven = createDrivenSite();
    const image = '127.0.0.1:5480/library/fluent-bit:3.2.2';
    driven.pod('work', 'nicefish/db-backup:1.2.0', {}, { restartPolicy: 'Never', initContainers: [{ name: 'logs', image, restartPolicy: 'Always' }] });
    driven.play(8);
    const { status } = driven.get<Pod>('Pod', 'work');
    expect(status.phase).toBe('Running');
    expect(status.initContainerStatuses?.[0]).toMatchObject({ started: true, ready: true, state: { running: {} } });
    driven.play(20);
    const after = driven.get<Pod>('Pod', 'work').status;
    expect(['Succeeded', 'Failed']).toContain(after.phase);
    expect(after.initContainerStatuses?.[0]?.state.terminated?.exitCode).toBe(0);
  });

  it('fails a pod that must not restart when its init container fails', () => {
    const driven = createDrivenSite();
    driven.pod('init', uuid, {}, { restartPolicy: 'Never', initContainers: [{ name: 'i', image: '127.0.0.1:5480/nicefish/cms:2.6.0-rc1' }] });
    driven.play(20);
    const { status } = driven.get<Pod>('Pod', 'init');
    expect(status.phase).toBe('Failed');
    expect(status.containerStatuses?.[0]?.state.waiting?.reason).toBe('PodInitializing');
    expect(conditionOf(status.conditions, 'Initialized')).toMatchObject({ status: 'False', reason: 'ContainersNotInitialized', message: 'containers with incomplete status: [i]' });
  });
});
