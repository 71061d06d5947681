import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { printObject } from './objectYaml';

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

describe('object as YAML', () => {
  it('masks the values of a Secret by their size and drops last-applied, which repeats them', () => {
    const secret = {
      kind: 'Secret', apiVersion: 'v1', data: { password: Buffer.from('planted-value').toString('base64') }, stringData: { other: 'planted-too' },
      metadata: { name: 's', managedFields: [{ manager: 'kubectl' }], annotations: { [lastApplied]: '{"stringData":{"password":"planted-value"}}' } },
    };
    const { yaml, masked, truncated } = printObject(secret);
    expect(yaml).toBe('apiVersion: v1\nkind: Secret\ndata:\n  password: ••• (13 bytes)\nstringData:\n  other: ••• (11 bytes)\nmetadata:\n  name: s\n');
    expect([masked, truncated]).toEqual([true, false]);
    expect(yaml).not.toContain(Buffer.from('planted-value').toString('base64'));
  });

  it('leaves other objects as they are, and does not change its argument', () => {
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c', annotations: { keep: 'yes', [lastApplied]: 'x' } }, data: { 'a.yml': 'x: 1\ny: 2\n' } };
    const { yaml, masked } = printObject(object);
    expect(parse(yaml)).toEqual({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c', annotations: { keep: 'yes' } }, data: { 'a.yml': 'x: 1\ny: 2\n' } });
    expect(masked).toBe(false);
    expect(object.metadata.annotations[lastApplied]).toBe('x');
  });

  it('masks variables of a workload that look like secrets, and says so', () => {
    const env = [{ name: 'DB_PASSWORD', value: 'planted-value' }, { name: 'DB_URL', value: 'postgres://app:planted-value@db/app' }, { name: 'LOG_LEVEL', value: 'debug' }];
    const { yaml, masked } = printObject({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { containers: [{ name: 'app', env }] } });
    expect(yaml).not.toContain('planted-value');
    expect(yaml).toContain('debug');
    expect(masked).toBe(true);
  });

  it('masks annotations of a Secret in which tools keep a copy of it', () => {
    const annotations = { 'objectset.rio.cattle.io/applied': 'H4sIAAAAA', 'example.com/state': 'x'.repeat(300), 'meta.helm.sh/release-name': 'shop' };
    const { yaml } = printObject({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', annotations } });
    expect(parse(yaml)).toMatchObject({ metadata: { annotations: { 'objectset.rio.cattle.io/applied': '••• (9 bytes)', 'example.com/state': '••• (300 bytes)', 'meta.helm.sh/release-name': 'shop' } } });
  });

  it('cuts a long value, and a long whole at the end of a line', () => {
    const annotated = printObject({ kind: 'Deployment', metadata: { name: 'd', annotations: { big: 'x'.repeat(900_000) } }, spec: { replicas: 1 } });
    expect(annotated.truncated).toBe(true);
    expect(annotated.yaml).toMatch(/x… \(cut here, 900000 characters\)/);
    expect(annotated.yaml).toContain('replicas: 1');
    const long = printObject({ kind: 'ConfigMap', metadata: { name: 'c' }, data: Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`key-${index}`, 'y'.repeat(4000)])) });
    expect(long.truncated).toBe(true);
    expect(long.yaml.length).toBeLessThanOrEqual(700 * 1024 + 1);
    expect(long.yaml.endsWith('\n')).toBe(true);
  });
});
