import { access } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CronJob, DaemonSet, Deployment, Pod, ReplicaSet, StatefulSet } from './objects/workloads';
import { airgappedSite, connectedSite, emptySite } from './content/sites';
import { parseOptions } from './options';
import { startDemo, type Demo } from './start';
import { clientFor, type TestClient } from './testing/client';

describe('the demo content', () => {
  let demo: Demo;
  let admin: TestClient;
  beforeAll(async () => {
    demo = await startDemo({ sites: [connectedSite], seed: 1, speed: 1 });
    admin = await clientFor(demo.sites[0]?.kubeconfig ?? '');
  });
  afterAll(async () => {
    admin.close();
    await demo.close();
  });
  const items = async <T>(path: string) => (await admin.call('GET', path)).body['items'] as T[];

  it('has weeks of history in revisions with causes', async () => {
    const sets = (await items<ReplicaSet>('/apis/apps/v1/namespaces/dev/replicasets')).filter(({ metadata }) => metadata.name.startsWith('uuid-deploy-'));
    const causes = sets.map(({ metadata }) => metadata.annotations?.['kubernetes.io/change-cause']).sort();
    expect(causes).toEqual(['first deployment of uuid v1.0.0.0', 'uuid v2.0.0.0', 'uuid v3.0.0.0']);
    const ages = sets.map(({ metadata }) => Date.now() - Date.parse(metadata.creationTimestamp));
    expect(Math.max(...ages)).toBeGreaterThan(20 * 24 * 3600 * 1000);
  });

  it('has a crash loop and a missing image in dev, and a healthy prod', async () => {
    const waiting = (await items<Pod>('/api/v1/namespaces/dev/pods')).flatMap(({ status }) => status.containerStatuses?.[0]?.state.waiting?.reason ?? []);
    expect(waiting).toEqual(expect.arrayContaining([expect.stringMatching(/ImagePull/)]));
    const crashed = (await items<Pod>('/api/v1/namespaces/dev/pods?labelSelector=app%3Dnicefish-cms')).map(({ status }) => status.containerStatuses?.[0]?.restartCount ?? 0);
    expect(Math.max(...crashed)).toBeGreaterThan(3);
    const prod = await items<Deployment>('/apis/apps/v1/namespaces/prod/deployments');
    expect(prod.map(({ spec, status }) => status.availableReplicas === spec.replicas)).toEqual(prod.map(() => true));
  });

  it('has a database with a bound claim, a collector on each node and nightly backups', async () => {
    const [db] = await items<StatefulSet>('/apis/apps/v1/namespaces/prod/statefulsets');
    expect(db?.status).toMatchObject({ readyReplicas: 1, updatedReplicas: 1 });
    const [claim] = await items<{ status: { phase: string } }>('/api/v1/namespaces/prod/persistentvolumeclaims');
    expect(claim?.status.phase).toBe('Bound');
    const [collector] = await items<DaemonSet>('/apis/apps/v1/namespaces/dev/daemonsets');
    expect(collector?.status).toMatchObject({ desiredNumberScheduled: 2, numberReady: 2, updatedNumberScheduled: 2 });
    const [backup] = await items<CronJob>('/apis/batch/v1/namespaces/prod/cronjobs');
    expect(backup?.status.lastSuccessfulTime).toBeDefined();
    expect(await items('/apis/batch/v1/namespaces/prod/jobs')).toHaveLength(3);
  });

  it('serves logs of running and of crashed containers', async () => {
    const [pod] = (await items<Pod>('/api/v1/namespaces/prod/pods?labelSelector=app%3Dnicefish-ui')) as [Pod];
    const { text } = await admin.call('GET', `/api/v1/namespaces/prod/pods/${pod.metadata.name}/log?tailLines=3`);
    expect(text.trim().split('\n')).toHaveLength(3);
    const [broken] = (await items<Pod>('/api/v1/namespaces/dev/pods?labelSelector=app%3Dnicefish-cms')) as [Pod];
    expect((await admin.call('GET', `/api/v1/namespaces/dev/pods/${broken.metadata.name}/log?previous=true`)).text).toContain('APPLICATION FAILED TO START');
  });
});

describe('the demo process', () => {
  it('refuses options it does not understand', () => {
    expect(parseOptions([])).toEqual({ dir: undefined, sites: [connectedSite, airgappedSite], seed: 1, speed: 1, control: false });
    expect(() => parseOptions(['--speed', 'fast'])).toThrow('--speed must be a number above 0 and at most 1000, not "fast".');
  });

  it('takes its files with it', async () => {
    const demo = await startDemo({ sites: [emptySite], seed: 1, speed: 1 });
    const kubeconfig = demo.sites[0]?.kubeconfig ?? '';
    await access(kubeconfig);
    await demo.close();
    await expect(access(kubeconfig)).rejects.toThrow('ENOENT');
  });
});
