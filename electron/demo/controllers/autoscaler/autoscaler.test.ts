import { describe, expect, it } from 'vitest';
import type { Condition, Deployment } from '../../objects/workloads';
import { createDrivenSite, type DrivenSite } from '../../testing/drivenSite';
import type { Autoscaler } from './shapes';

const image = '127.0.0.1:5480/nicefish/cms:2.5.0';
const draft = (requests: object, replicas = 1) => ({
  kind: 'Deployment',
  metadata: { name: 'cms' },
  spec: { replicas, selector: { matchLabels: { app: 'cms' } }, template: { metadata: { labels: { app: 'cms' } }, spec: { containers: [{ name: 'cms', image, resources: { requests } }] } } },
});
const autoscaler = (minReplicas: number, maxReplicas: number) => ({
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'cms' },
  spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'cms' }, minReplicas, maxReplicas, metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } }] },
});
const conditions = (driven: DrivenSite) => Object.fromEntries((driven.get<Autoscaler>('HorizontalPodAutoscaler', 'cms').status.conditions ?? []).map(({ type, status, reason }: Condition) => [type, `${status} ${reason}`]));
const size = (driven: DrivenSite) => driven.get<Deployment>('Deployment', 'cms').spec.replicas;

describe('the horizontal pod autoscaler', () => {
  it('scales up with the load, within its bounds, and says so', () => {
    const driven = createDrivenSite();
    // Little is asked for, so that even the idle program is above its target.
    driven.create(draft({ cpu: '10m' }), autoscaler(1, 3));
    driven.play(120);
    expect(size(driven)).toBe(3);
    expect(conditions(driven)).toMatchObject({ ScalingActive: 'True ValidMetricFound', ScalingLimited: 'True TooManyReplicas' });
    expect(driven.told('cms').join('\n')).toMatch(/SuccessfulRescale New size: \d; reason: cpu resource utilization \(percentage of request\) above target/);
    const { status } = driven.get<Autoscaler>('HorizontalPodAutoscaler', 'cms');
    expect(status).toMatchObject({ currentReplicas: 3, desiredReplicas: 3, observedGeneration: 1, currentMetrics: [{ type: 'Resource', resource: { name: 'cpu', current: { averageValue: expect.stringMatching(/^\d+m$/) as string } } }] });
  });

  it('gives a size up only after five quiet minutes', () => {
    const driven = createDrivenSite();
    driven.create(draft({ cpu: '4m' }), autoscaler(1, 3));
    driven.play(150);
    expect(size(driven)).toBe(3);
    const roomy = { spec: { template: { spec: { containers: [{ name: 'cms', resources: { requests: { cpu: '2' } } }] } } } };
    driven.patch('Deployment', 'cms', roomy);
    driven.play(120);
    expect(size(driven)).toBe(3);
    expect(conditions(driven)['AbleToScale']).toBe('True ScaleDownStabilized');
    driven.play(400);
    expect(size(driven)).toBe(1);
    expect(driven.told('cms')).toContain('SuccessfulRescale New size: 1; reason: All metrics below target');
  });

  it('says what it lacks: a request, a target', () => {
    const driven = createDrivenSite();
    driven.create(draft({}), autoscaler(1, 3), { ...autoscaler(1, 2), metadata: { name: 'lost' }, spec: { ...autoscaler(1, 2).spec, scaleTargetRef: { kind: 'Deployment', name: 'nothing' } } });
    driven.play(60);
    expect(conditions(driven)).toMatchObject({ AbleToScale: 'True SucceededGetScale', ScalingActive: 'False FailedGetResourceMetric' });
    expect(driven.told('cms').join('\n')).toMatch(/FailedGetResourceMetric failed to get cpu utilization: missing request for cpu in container cms of Pod cms-/);
    expect(driven.get<Autoscaler>('HorizontalPodAutoscaler', 'lost').status.conditions?.[0]).toMatchObject({ type: 'AbleToScale', status: 'False', reason: 'FailedGetScale', message: 'the HPA controller was unable to get the target\'s current scale: deployments.apps "nothing" not found' });
  });
});
