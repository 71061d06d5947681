import type { KubeObject } from '../../objects/meta';
import { age, column, containerColumns, count, labelsText, none, part, selectorText, spec, status, templateOf, unset, wide, type Columns } from './column';

const containers = containerColumns(templateOf);
const selector = wide('Selector', (object) => selectorText(part(object, 'spec')['selector']));
const ready = column('Ready', (object) => `${String(status('readyReplicas')(object))}/${String(spec('replicas', 0)(object))}`);
const replicas = [count('Desired', spec('replicas', 0)), count('Current', status('replicas')), count('Ready', status('readyReplicas'))];

function controllerName(object: KubeObject): string {
  const owner = object.metadata.ownerReferences?.find(({ controller }) => controller);
  if (!owner) return none;
  const group = owner.apiVersion.includes('/') ? `.${owner.apiVersion.split('/')[0]}` : '';
  return `${owner.kind.toLowerCase()}${group}/${owner.name}`;
}

interface Metric {
  type: string;
  resource?: { name: string; target?: Amount; current?: Amount };
  containerResource?: { name: string; target?: Amount; current?: Amount };
  pods?: { target?: Amount; current?: Amount };
  object?: { target?: Amount; current?: Amount };
  external?: { target?: Amount; current?: Amount };
}
interface Amount {
  averageUtilization?: number;
  averageValue?: string;
  value?: string;
}

const amountsOf = ({ resource, containerResource, pods, object, external }: Metric) => resource ?? containerResource ?? pods ?? object ?? external ?? {};

/** What is measured against what is aimed at: `cpu: 12%/50%`. */
function targets(autoscaler: KubeObject): string {
  const wanted = (part(autoscaler, 'spec')['metrics'] ?? []) as Metric[];
  const measured = (part(autoscaler, 'status')['currentMetrics'] ?? []) as Metric[];
  const texts = wanted.map((metric, index) => {
    const { target = {} } = amountsOf(metric);
    const current = measured[index] ? (amountsOf(measured[index]).current ?? {}) : {};
    const resource = metric.resource ?? metric.containerResource;
    const prefix = resource ? `${resource.name}: ` : '';
    if (target.averageUtilization !== undefined) return `${prefix}${current.averageUtilization === undefined ? '<unknown>' : `${current.averageUtilization}%`}/${target.averageUtilization}%`;
    if (target.averageValue !== undefined) return `${prefix}${current.averageValue ?? '<unknown>'}/${target.averageValue}${resource || metric.pods ? '' : ' (avg)'}`;
    return `${prefix}${current.value ?? '<unknown>'}/${target.value ?? '<auto>'}`;
  });
  if (texts.length === 0) return none;
  return texts.length > 2 ? `${texts.slice(0, 2).join(', ')} + ${texts.length - 2} more...` : texts.join(', ');
}

export const appColumns: Columns = {
  Deployment: [ready, column('Up-to-date', status('updatedReplicas')), column('Available', status('availableReplicas')), age, ...containers, selector],
  ReplicaSet: [...replicas, age, ...containers, selector],
  ReplicationController: [...replicas, age, ...containers, wide('Selector', (object) => labelsText(part(object, 'spec')['selector']))],
  StatefulSet: [ready, age, ...containers],
  DaemonSet: [
    count('Desired', status('desiredNumberScheduled')),
    count('Current', status('currentNumberScheduled')),
    count('Ready', status('numberReady')),
    count('Up-to-date', status('updatedNumberScheduled')),
    count('Available', status('numberAvailable')),
    column('Node Selector', (object) => labelsText(part(templateOf(object), 'spec')['nodeSelector'])),
    age,
    ...containers,
    selector,
  ],
  ControllerRevision: [column('Controller', controllerName), column('Revision', (object) => object['revision']), age],
  HorizontalPodAutoscaler: [
    column('Reference', (object) => {
      const { kind, name } = part(part(object, 'spec'), 'scaleTargetRef') as { kind?: string; name?: string };
      return `${kind}/${name}`;
    }),
    column('Targets', targets),
    column('MinPods', (object) => String(spec('minReplicas', unset)(object))),
    column('MaxPods', spec('maxReplicas', 0)),
    column('Replicas', status('currentReplicas')),
    age,
  ],
  PodDisruptionBudget: [
    column('Min Available', (object) => String(spec('minAvailable', 'N/A')(object))),
    column('Max Unavailable', (object) => String(spec('maxUnavailable', 'N/A')(object))),
    count('Allowed Disruptions', status('disruptionsAllowed')),
    age,
  ],
};
