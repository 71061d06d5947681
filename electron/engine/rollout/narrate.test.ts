import { expect, it } from 'vitest';
import type { KubeEvent, Pod } from '@electron/engine/kube/objects';
import { createNarrator } from './narrate';

const pod = (name: string, { node, started = false, ready = false, leaving = false }: { node?: string; started?: boolean; ready?: boolean; leaving?: boolean } = {}): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, uid: name, resourceVersion: '1', ...(leaving ? { deletionTimestamp: '2026-01-01T00:00:00Z' } : {}) },
  spec: { nodeName: node },
  status: { conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }], containerStatuses: started ? [{ name: 'app', state: { running: {} } }] : [] },
});
const event = (uid: string, type: string, reason: string, count = 1): KubeEvent => ({
  apiVersion: 'v1', kind: 'Event', metadata: { name: uid, uid, resourceVersion: '1' }, type, reason, count, message: `${reason} happened`, involvedObject: { name: 'app-1' },
});
const texts = (lines: { text: string }[]): string[] => lines.map(({ text }) => text);

it('tells the life of a pod, and nothing of what was there before', () => {
  const narrate = createNarrator();
  expect(narrate([pod('old', { node: 'n', started: true, ready: true })], [event('e0', 'Warning', 'Earlier')])).toEqual([]);
  expect(texts(narrate([pod('old', { node: 'n', started: true, ready: true }), pod('new')], [event('e0', 'Warning', 'Earlier')]))).toEqual(['Pod new created']);
  expect(texts(narrate([pod('old', { node: 'n', started: true, ready: true, leaving: true }), pod('new', { node: 'n', started: true, ready: true })], []))).toEqual([
    'Pod old is being terminated',
    'Pod new goes to node n',
    'Pod new started',
    'Pod new is ready',
  ]);
  expect(texts(narrate([pod('new', { node: 'n', started: true })], []))).toEqual(['Pod new is not ready any more', 'Pod old is gone']);
});

it('tells a warning once, however often the cluster repeats it', () => {
  const narrate = createNarrator();
  narrate([], []);
  expect(narrate([], [event('e1', 'Warning', 'BackOff')])).toEqual([{ level: 'warn', text: 'app-1: BackOff: BackOff happened' }]);
  expect(narrate([], [event('e1', 'Warning', 'BackOff', 2)])).toEqual([]);
});

it('tells of ordinary events only those that say how images and replicas go', () => {
  const narrate = createNarrator();
  narrate([], []);
  expect(texts(narrate([], [event('e1', 'Normal', 'Pulling'), event('e2', 'Normal', 'SandboxChanged')]))).toEqual(['app-1: Pulling: Pulling happened']);
});
