import { describe, expect, it } from 'vitest';
import { admit, cutMarker } from './admit';
import { things } from './testing/site';

const admitted = (metadata: object) => admit(things, { metadata: { name: 'a', namespace: 'here', uid: 'u', resourceVersion: '1', ...metadata } });

describe('an object on its way into a store', () => {
  it('loses managedFields and last-applied', () => {
    const object = admitted({ managedFields: [{ manager: 'kubectl' }], annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}', kept: 'yes' } });
    expect(object?.metadata).toEqual({ name: 'a', namespace: 'here', uid: 'u', resourceVersion: '1', annotations: { kept: 'yes' } });
  });

  it('has an annotation of 900 KB cut, visibly', () => {
    const value = admitted({ annotations: { huge: 'x'.repeat(900 * 1024), small: 'y'.repeat(16 * 1024) } })?.metadata.annotations;
    expect(value?.huge).toBe('x'.repeat(1024) + cutMarker);
    expect(value?.small).toHaveLength(16 * 1024);
  });

  it('is known by its name where the server gives no uid', () => {
    expect(admitted({ uid: undefined })?.metadata.uid).toBe('here/a');
  });

  it.each([null, 'text', [], {}, { metadata: null }, { metadata: { uid: 'u' } }])('is refused when it is none: %j', (value) => {
    expect(admit(things, value)).toBeNull();
  });
});
