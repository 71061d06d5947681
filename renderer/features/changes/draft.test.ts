import { describe, expect, it } from 'vitest';
import { changeOf, imageOf, isTagInvalid, type Draft } from './draft';

const draft = (part: Partial<Draft>): Draft => ({ container: 'web', repository: 'r:5000/apps/uuid', tag: '', replicas: null, ...part });

describe('the draft of a change', () => {
  it('is no change while a field is missing or cannot be meant', () => {
    expect(changeOf('setImage', draft({ tag: ' ' }), 'previous')).toBeNull();
    expect(changeOf('setImage', draft({ tag: 'v1 latest' }), 'previous')).toBeNull();
    expect(isTagInvalid(draft({ tag: 'v1 latest' }))).toBe(true);
    expect(changeOf('scale', draft({ replicas: 0 }), 'previous')).toBeNull();
    expect(changeOf('scale', draft({ replicas: 1.5 }), 'previous')).toBeNull();
  });

  it('takes a tag, and a digest pasted in its place', () => {
    expect(changeOf('setImage', draft({ tag: ' v2.0.0.0 ' }), 'previous')).toEqual({ kind: 'setImage', container: 'web', image: 'r:5000/apps/uuid:v2.0.0.0' });
    expect(imageOf(draft({ tag: `sha256:${'a'.repeat(64)}` }))).toBe(`r:5000/apps/uuid@sha256:${'a'.repeat(64)}`);
  });

  it('passes on what a rollback goes to', () => {
    expect(changeOf('rollback', draft({}), 7)).toEqual({ kind: 'rollback', to: 7 });
  });
});
