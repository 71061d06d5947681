import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../objects/meta';
import { applyConfiguration } from './apply';
import { jsonPatch } from './jsonPatch';
import { afterUpdate } from './managers';
import { mergePatch } from './mergePatch';
import { strategicMerge } from './strategicMerge';

const time = '2026-01-01T00:00:00Z';
const pod = (containers: Record<string, unknown>[]) => ({ spec: { containers } });

function live(): KubeObject {
  const object: KubeObject = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', uid: 'u', resourceVersion: '1', creationTimestamp: time },
    spec: { replicas: 3, template: pod([{ name: 'web', image: 'web:1', ports: [{ containerPort: 80, protocol: 'TCP' }] }]) },
  };
  object.metadata.managedFields = afterUpdate(undefined, object, { manager: 'kubectl', operation: 'Update' }, time);
  return object;
}

describe('patches', () => {
  it('applies a JSON patch and refuses one whose test fails', () => {
    expect(jsonPatch({ a: { 'b/c': [1, 2] } }, [{ op: 'add', path: '/a/b~1c/-', value: 3 }, { op: 'remove', path: '/a/b~1c/0' }])).toEqual({ a: { 'b/c': [2, 3] } });
    expect(() => jsonPatch({ a: 1 }, [{ op: 'test', path: '/a', value: 2 }])).toThrow('the server rejected our request due to an error in our request');
    expect(() => jsonPatch({ a: 1 }, [{ op: 'remove', path: '/nope' }])).toThrow('rejected');
  });

  it('removes by null in a merge patch and replaces lists', () => {
    expect(mergePatch({ a: 1, b: { c: 1, d: 2 }, l: [1] }, { a: null, b: { c: 3 }, l: [2] })).toEqual({ b: { c: 3, d: 2 }, l: [2] });
  });

  it('merges containers by name and their ports by number', () => {
    const target = pod([{ name: 'a', image: 'a:1', ports: [{ containerPort: 80 }] }, { name: 'b', image: 'b:1' }]);
    const patch = pod([{ name: 'a', image: 'a:2', ports: [{ containerPort: 81 }] }, { name: 'b', $patch: 'delete' }, { name: 'c', image: 'c:1' }]);
    expect(strategicMerge(target, patch)).toEqual(pod([{ name: 'a', image: 'a:2', ports: [{ containerPort: 80 }, { containerPort: 81 }] }, { name: 'c', image: 'c:1' }]));
  });

  it('follows the directives kubectl apply sends', () => {
    const target = { spec: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } }, template: pod([{ name: 'a' }, { name: 'b' }]) }, metadata: { finalizers: ['x', 'y'] } };
    const patch = {
      spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' }, template: { spec: { '$setElementOrder/containers': [{ name: 'b' }, { name: 'a' }] } } },
      metadata: { '$deleteFromPrimitiveList/finalizers': ['x'] },
    };
    expect(strategicMerge(target, patch)).toEqual({ spec: { strategy: { type: 'Recreate' }, template: pod([{ name: 'b' }, { name: 'a' }]) }, metadata: { finalizers: ['y'] } });
  });
});

describe('server-side apply', () => {
  const writer = { manager: 'wheelhouse', operation: 'Apply' } as const;
  const setImage = (image: string) => ({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: { template: pod([{ name: 'web', image }]) } });

  it('names the manager and field of a conflict', () => {
    expect(() => applyConfiguration(live(), setImage('web:2'), writer, false, time)).toThrow(
      'Apply failed with 1 conflict: conflict with "kubectl" using apps/v1: .spec.template.spec.containers[name="web"].image',
    );
    const two = { ...setImage('web:2'), spec: { ...setImage('web:2').spec, replicas: 5 } };
    expect(() => applyConfiguration(live(), two, writer, false, time)).toThrow('Apply failed with 2 conflicts: conflicts with "kubectl" using apps/v1:\n- .spec.replicas\n- .spec.template');
  });

  it('takes the field over when forced, shares it when equal, and keeps all else', () => {
    const forced = applyConfiguration(live(), setImage('web:2'), writer, true, time);
    expect(forced.object['spec']).toMatchObject({ replicas: 3, template: pod([{ name: 'web', image: 'web:2', ports: [{ containerPort: 80, protocol: 'TCP' }] }]) });
    expect(JSON.stringify(forced.managedFields.find(({ manager }) => manager === 'kubectl'))).not.toContain('f:image');
    const shared = applyConfiguration(live(), setImage('web:1'), writer, false, time);
    expect(shared.managedFields.filter(({ fieldsV1 }) => JSON.stringify(fieldsV1).includes('f:image'))).toHaveLength(2);
  });

  it('removes what it applied before and leaves out now, unless another owns it', () => {
    const labelled = { ...setImage('web:1'), metadata: { name: 'web', labels: { mine: 'yes' } } };
    const first = applyConfiguration(live(), labelled, writer, false, time);
    const second = applyConfiguration({ ...first.object, metadata: { ...first.object.metadata, managedFields: first.managedFields } }, { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' } }, writer, false, time);
    expect(second.object.metadata.labels).toBeUndefined();
    expect(second.object['spec']).toEqual(live()['spec']);
  });
});
