import { isJsonObject, type JsonObject } from '../objects/json';
import type { Draft, KubeObject } from '../objects/meta';
import type { KindView } from './kinds';

const part = (object: KubeObject | Draft | undefined, field: string): JsonObject => {
  const value = object?.[field];
  return isJsonObject(value) ? value : {};
};

/** Without what is undefined. */
const present = (object: JsonObject): JsonObject => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));

/** `events.k8s.io/v1`: the events of the core group in other words. */
export const newerEvents: KindView = {
  of: 'Event',
  show(event) {
    const source = part(event, 'source');
    const { involvedObject, message, source: _source, firstTimestamp, lastTimestamp, count, ...rest } = event;
    const shown = { regarding: involvedObject, note: message, deprecatedSource: source, deprecatedFirstTimestamp: firstTimestamp, deprecatedLastTimestamp: lastTimestamp, deprecatedCount: count, reportingController: event['reportingComponent'] };
    const { reportingComponent: _component, ...others } = rest;
    return { ...others, ...present(shown), apiVersion: 'events.k8s.io/v1', kind: 'Event', metadata: event.metadata };
  },
  read(draft) {
    const { regarding, note, deprecatedSource, deprecatedFirstTimestamp, deprecatedLastTimestamp, deprecatedCount, reportingController, ...rest } = draft;
    const read = { involvedObject: regarding, message: note, source: deprecatedSource, firstTimestamp: deprecatedFirstTimestamp, lastTimestamp: deprecatedLastTimestamp, count: deprecatedCount, reportingComponent: reportingController };
    return { ...rest, ...present(read), apiVersion: 'v1', metadata: draft.metadata };
  },
};

interface Metric {
  type: string;
  resource?: { name: string; target: { type: string; averageUtilization?: number } };
}

const isCpu = ({ type, resource }: Metric) => type === 'Resource' && resource?.name === 'cpu' && resource.target.type === 'Utilization';
const metricsOf = (object: KubeObject | Draft | undefined) => (part(object, 'spec')['metrics'] ?? []) as Metric[];

/** `autoscaling/v1`: knows a target for CPU only; all else is kept while it is written through this form. */
export const firstAutoscalers: KindView = {
  of: 'HorizontalPodAutoscaler',
  show(autoscaler) {
    const { metrics: _metrics, behavior: _behavior, ...spec } = part(autoscaler, 'spec');
    const { currentMetrics, conditions: _conditions, ...status } = part(autoscaler, 'status');
    const target = metricsOf(autoscaler).find(isCpu)?.resource?.target.averageUtilization;
    const measured = ((currentMetrics ?? []) as { resource?: { name: string; current?: { averageUtilization?: number } } }[]).find(({ resource }) => resource?.name === 'cpu')?.resource?.current?.averageUtilization;
    return {
      ...autoscaler,
      apiVersion: 'autoscaling/v1',
      spec: present({ ...spec, targetCPUUtilizationPercentage: target }),
      status: present({ currentReplicas: 0, desiredReplicas: 0, ...status, currentCPUUtilizationPercentage: measured }),
    };
  },
  read(draft, live) {
    const { targetCPUUtilizationPercentage: target, ...spec } = part(draft, 'spec');
    const cpu = typeof target === 'number' ? [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: target } } }] : [];
    const kept = metricsOf(live).filter((metric) => !isCpu(metric));
    const { behavior } = part(live, 'spec');
    const { currentCPUUtilizationPercentage: measured, ...status } = part(draft, 'status');
    const currentMetrics = typeof measured === 'number' ? [{ type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: measured } } }] : undefined;
    return { ...draft, apiVersion: 'autoscaling/v2', spec: present({ ...spec, metrics: [...cpu, ...kept], behavior }), status: present({ currentMetrics, ...part(live, 'status'), ...status }) };
  },
};
