import { canonical, isJsonObject, sameJson, type JsonObject } from '../../objects/json';
import type { KubeObject } from '../../objects/meta';
import type { LabelSelector } from '../../objects/workloads';
import { selects } from '../selectors';
import { atLeastZero, bad, badText, child, denied, items, oneOf, required, unsupported, type Cause } from './causes';
import { labelCauses } from './names';
import { podSpecCauses } from './pods';

type Check = (object: KubeObject, before: KubeObject | undefined) => Cause[];

const specOf = (object: KubeObject) => child(object, 'spec');
const counts = (spec: JsonObject, ...fields: string[]) => fields.flatMap((field) => atLeastZero(`spec.${field}`, spec[field]));

/** Workloads that keep pods running: count, selector, template, and then what is their own. */
const lasting =
  (title: string, own: (spec: JsonObject) => Cause[] = () => []): Check =>
  (object, before) => {
    const spec = specOf(object);
    return [
      ...counts(spec, 'replicas'),
      ...selectorCauses(spec, title),
      ...templateCauses(child(spec, 'template'), 'spec.template', ['Always'], items(spec['volumeClaimTemplates'])),
      ...own(spec),
      ...counts(spec, 'minReadySeconds', 'revisionHistoryLimit'),
      ...(before && !sameJson(specOf(before)['selector'], spec['selector']) ? [bad('spec.selector', goSelector(spec['selector'] as LabelSelector | undefined), 'field is immutable')] : []),
    ];
  };

function selectorCauses(spec: JsonObject, title: string): Cause[] {
  const selector = spec['selector'] as LabelSelector | undefined;
  const labels = child(child(spec, 'template'), 'metadata')['labels'] as Record<string, string> | undefined;
  if (!selector) return [required('spec.selector'), mismatch(labels)];
  const isEmpty = Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions ?? []).length === 0;
  if (isEmpty) return [bad('spec.selector', goSelector(selector), `empty selector is invalid for ${title}`)];
  return selects(selector, labels) ? [] : [mismatch(labels)];
}

const mismatch = (labels: Record<string, string> | undefined) => bad('spec.template.metadata.labels', goMap(labels), '`selector` does not match template `labels`');

function templateCauses(template: JsonObject, at: string, policies: readonly string[], claims: readonly JsonObject[] = []): Cause[] {
  const spec = child(template, 'spec');
  const policy = spec['restartPolicy'];
  const found = [...labelCauses(`${at}.labels`, child(template, 'metadata')['labels']), ...podSpecCauses(spec, `${at}.spec`, claims.map((claim) => child(claim, 'metadata')['name']))];
  const isKnown = policy === undefined || policies.includes(policy as string) || found.some(({ field }) => field === `${at}.spec.restartPolicy`);
  return isKnown ? found : [...found, unsupported(`${at}.spec.restartPolicy`, JSON.stringify(policy), policies)];
}

const percentRule = "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";
const goIntOrString = (value: unknown) => (typeof value === 'number' ? `intstr.IntOrString{Type:0, IntVal:${value}, StrVal:""}` : `intstr.IntOrString{Type:1, IntVal:0, StrVal:${JSON.stringify(value)}}`);

function boundCauses(field: string, value: unknown): Cause[] {
  if (typeof value === 'number') return atLeastZero(field, value);
  return typeof value !== 'string' || /^[0-9]+%$/.test(value) ? [] : [bad(field, goIntOrString(value), percentRule)];
}

function deploymentCauses(spec: JsonObject): Cause[] {
  const strategy = child(spec, 'strategy');
  const at = 'spec.strategy.rollingUpdate';
  const { progressDeadlineSeconds: deadline, minReadySeconds: ready = 0 } = spec;
  const deadlines = typeof deadline === 'number' && deadline <= (ready as number) ? [bad('spec.progressDeadlineSeconds', String(deadline), 'must be greater than minReadySeconds')] : [];
  if (strategy['type'] === 'Recreate') return [...(isJsonObject(strategy['rollingUpdate']) ? [denied(at, "may not be specified when strategy `type` is 'Recreate'")] : []), ...deadlines];
  if (strategy['type'] !== 'RollingUpdate') return [unsupported('spec.strategy', `apps.DeploymentStrategy{Type:${JSON.stringify(strategy['type'])}, RollingUpdate:(*apps.RollingUpdateDeployment)(nil)}`, ['Recreate', 'RollingUpdate']), ...deadlines];
  const { maxSurge, maxUnavailable } = child(strategy, 'rollingUpdate');
  const bounds = [...boundCauses(`${at}.maxUnavailable`, maxUnavailable), ...boundCauses(`${at}.maxSurge`, maxSurge)];
  const isNone = (value: unknown) => value === 0 || /^0+%$/.test(String(value));
  if (isNone(maxSurge) && isNone(maxUnavailable)) bounds.push(bad(`${at}.maxUnavailable`, goIntOrString(maxUnavailable), 'may not be 0 when `maxSurge` is 0'));
  if (typeof maxUnavailable === 'string' && Number.parseInt(maxUnavailable, 10) > 100) bounds.push(bad(`${at}.maxUnavailable`, goIntOrString(maxUnavailable), 'must not be greater than 100%'));
  return [...bounds, ...deadlines];
}

const once = ['OnFailure', 'Never'];

const job: Check = (object, before) => {
  const spec = specOf(object);
  const then = before && specOf(before);
  // Its controller gives a job its selector and labels first.
  const fixed = (field: string) => (then?.['selector'] && !sameJson(then[field], spec[field]) ? [bad(`spec.${field}`, field === 'template' ? 'core.PodTemplateSpec{}' : String(spec[field]), 'field is immutable')] : []);
  // A template is fixed from the start: looking at it once is enough.
  return [...counts(spec, 'parallelism', 'completions', 'activeDeadlineSeconds', 'backoffLimit', 'ttlSecondsAfterFinished'), ...(then ? [] : templateCauses(child(spec, 'template'), 'spec.template', once)), ...fixed('completions'), ...fixed('template')];
};

const scheduleRange = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
] as const;

/** Why a schedule cannot be read; empty where it can. */
function scheduleMistake(schedule: string): string {
  if (/^@(yearly|annually|monthly|weekly|daily|midnight|hourly|every .+)$/.test(schedule)) return '';
  if (schedule.startsWith('@')) return `unrecognized descriptor: ${schedule}`;
  const fields = schedule.trim().split(/\s+/);
  if (fields.length !== 5) return `expected exactly 5 fields, found ${fields.length}: [${fields.join(' ')}]`;
  for (const [index, field] of fields.entries()) {
    const [low, high] = scheduleRange[index] ?? [0, 0];
    for (const number of field.replace(/\/\d+/g, '').match(/\d+/g) ?? []) {
      if (Number(number) > high) return `end of range (${number}) above maximum (${high}): ${field}`;
      if (Number(number) < low) return `beginning of range (${number}) below minimum (${low}): ${field}`;
    }
    const word = /[^\d*/,?-]+/.exec(field)?.[0];
    if (word && (index < 3 || !/^[a-z]{3}$/i.test(word))) return `failed to parse int from ${word}: strconv.Atoi: parsing ${JSON.stringify(word)}: invalid syntax`;
  }
  return '';
}

const cronJob: Check = (object) => {
  const spec = specOf(object);
  const { schedule } = spec;
  const mistake = typeof schedule === 'string' && schedule ? scheduleMistake(schedule) : '';
  return [
    ...templateCauses(child(child(child(spec, 'jobTemplate'), 'spec'), 'template'), 'spec.jobTemplate.spec.template', once),
    ...(schedule ? [] : [required('spec.schedule')]),
    ...(mistake ? [badText('spec.schedule', schedule, mistake)] : []),
    ...oneOf('spec.concurrencyPolicy', spec['concurrencyPolicy'], ['Allow', 'Forbid', 'Replace']),
    ...counts(spec, 'startingDeadlineSeconds', 'successfulJobsHistoryLimit', 'failedJobsHistoryLimit'),
  ];
};

const autoscaler: Check = (object) => {
  const { minReplicas, maxReplicas, scaleTargetRef } = specOf(object);
  const target = isJsonObject(scaleTargetRef) ? scaleTargetRef : {};
  const max = typeof maxReplicas === 'number' ? maxReplicas : 0;
  return [
    ...(typeof minReplicas === 'number' && minReplicas < 1 ? [bad('spec.minReplicas', String(minReplicas), 'must be greater than or equal to 1')] : []),
    ...(max < 1 ? [bad('spec.maxReplicas', String(max), 'must be greater than 0')] : []),
    ...(typeof minReplicas === 'number' && max < minReplicas ? [bad('spec.maxReplicas', String(max), 'must be greater than or equal to `minReplicas`')] : []),
    ...['kind', 'name'].filter((field) => !target[field]).map((field) => required(`spec.scaleTargetRef.${field}`)),
    ...items(specOf(object)['metrics']).flatMap((metric, index) => (metric['type'] ? [] : [required(`spec.metrics[${index}].type`, 'must specify a metric source type')])),
  ];
};

export const workloadChecks: Readonly<Record<string, Check>> = {
  Deployment: lasting('deployment', deploymentCauses),
  ReplicaSet: lasting('replicaset'),
  StatefulSet: lasting('statefulset'),
  DaemonSet: lasting('daemonset'),
  Job: job,
  CronJob: cronJob,
  HorizontalPodAutoscaler: autoscaler,
};

/** As Go prints a map with %#v: `map[string]string{"a":"b"}`. */
function goMap(map: Record<string, string> | undefined): string {
  return map ? `map[string]string${canonical(map).replace(/","/g, '", "')}` : 'map[string]string(nil)';
}

function goSelector(selector: LabelSelector | undefined): string {
  return `v1.LabelSelector{MatchLabels:${goMap(selector?.matchLabels)}, MatchExpressions:[]v1.LabelSelectorRequirement(nil)}`;
}
