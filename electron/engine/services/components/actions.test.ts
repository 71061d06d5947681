import { expect, it } from 'vitest';
import type { ComponentAction } from '@shared/model/component';
import type { EnvironmentView } from '@shared/model/environment';
import { sentence, sentenceText } from '@shared/sentences/sentence';
import { readHistory, type RolloutWorkload } from '@electron/engine/revisions/revisions';
import { actionStates, type ActionsState } from './actions';

const environment: EnvironmentView = {
  id: 'e', name: 'Shop', contextId: 'c', namespace: 'shop', class: 'prod', color: 'red', policy: 'normal', createdAt: 0,
  contextName: 'c', sourceLabel: 's', server: 'https://x', insecure: false, demo: false, contextMissing: false, unlock: null,
};
const workload = (kind: RolloutWorkload['kind'], spec: object = {}): RolloutWorkload =>
  ({ apiVersion: 'apps/v1', kind, metadata: { name: 'uuid', uid: 'u', resourceVersion: '1' }, spec: { replicas: 2, ...spec } }) as RolloutWorkload;
const replicaSet = (number: number) => ({
  apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name: `rs-${number}`, uid: `rs-${number}`, resourceVersion: '1', annotations: { 'deployment.kubernetes.io/revision': String(number) } },
});

const reasons = (object: RolloutWorkload | undefined, more: Partial<ActionsState> = {}, revisions = [replicaSet(1), replicaSet(2)]): Partial<Record<ComponentAction, string>> => {
  const component: ActionsState['component'] = {
    ref: { environmentId: 'e', kind: object?.kind ?? 'Deployment', name: 'uuid' },
    leases: { workload: null, revisions: null, pods: null, autoscalers: null, events: null },
    workload: () => object,
    history: (of) => readHistory(of, revisions),
  };
  const states = actionStates({ component, environment, now: 1000, patch: null, scale: null, ...more });
  return Object.fromEntries(states.filter(({ allowed }) => !allowed).map(({ action, reason }) => [action, reason && sentenceText(reason)]));
};

it('allows all that the state of a Deployment allows', () => {
  expect(reasons(workload('Deployment'))).toEqual({ resume: 'uuid is not paused' });
});

it('forbids everything in a read-only environment, and in a protected one until it is unlocked', () => {
  expect(Object.keys(reasons(workload('Deployment'), { environment: { ...environment, policy: 'readOnly' } }))).toHaveLength(7);
  const locked = { ...environment, policy: 'protected' as const };
  expect(reasons(workload('Deployment'), { environment: locked }).restart).toContain('is protected');
  expect(reasons(workload('Deployment'), { environment: { ...locked, unlock: { until: 2000, reason: 'r' } } }).restart).toBeUndefined();
  expect(reasons(workload('Deployment'), { environment: { ...locked, unlock: { until: 500, reason: 'r' } } }).restart).toContain('is protected');
});

it('names the permission behind each action', () => {
  const patch = sentence('policy.missingPermission', { user: 'viewer', verb: 'patch', resource: 'deployments', namespace: 'shop' });
  const said = reasons(workload('Deployment'), { patch });
  expect(said.setImage).toBe('viewer may not patch deployments in namespace shop');
  expect(said.scale).toBeUndefined();
});

it('says what the kind cannot do', () => {
  expect(reasons(workload('DaemonSet'))).toMatchObject({ scale: expect.stringContaining('every node'), stop: expect.stringContaining('every node'), pause: expect.stringContaining('Only a Deployment') });
});

it('says what the state forbids', () => {
  expect(reasons(workload('Deployment', { paused: true }))).toEqual({
    rollback: 'uuid is paused: resume it first, then roll back',
    restart: 'uuid is paused: resume it first, then restart it',
    pause: 'uuid is paused already',
  });
  expect(reasons(workload('Deployment', { replicas: 0 })).stop).toBe('uuid is stopped already');
  expect(reasons(workload('Deployment'), {}, [replicaSet(1)]).rollback).toContain('no previous revision');
});

it('forbids everything when the component is gone', () => {
  expect(Object.keys(reasons(undefined))).toHaveLength(7);
});
