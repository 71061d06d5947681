import { expect, it } from 'vitest';
import type { KubeContext } from '@shared/model/connection';
import { emptyDraft, guessClass, problemOf, withField } from './draft';

const contexts = [{ id: 'c1', name: 'shop-prod', namespace: '' }, { id: 'c2', name: 'lab', namespace: 'uuid-test' }] as KubeContext[];

it('guesses the class from names, dev when nothing says otherwise', () => {
  expect(['uuid-prod', 'LIVE', 'staging', 'qa2', 'sandbox'].map(guessClass)).toEqual(['prod', 'prod', 'test', 'test', 'dev']);
});

it('suggests a protected red environment for production', () => {
  const { values } = withField(emptyDraft, 'contextId', 'c1', contexts);
  expect(values).toEqual({ name: 'shop-prod', contextId: 'c1', namespace: 'default', class: 'prod', color: 'red', policy: 'protected' });
});

it('never overwrites what was typed', () => {
  const named = withField(withField(emptyDraft, 'name', 'Mine', contexts), 'policy', 'readOnly', contexts);
  const { values } = withField(named, 'contextId', 'c2', contexts);
  expect(values).toMatchObject({ name: 'Mine', policy: 'readOnly', namespace: 'uuid-test', class: 'test', color: 'teal' });
});

it('names the first field that does not fit', () => {
  const { values } = withField(emptyDraft, 'contextId', 'c2', contexts);
  expect(problemOf(values)).toBe(null);
  expect(problemOf({ ...values, namespace: 'Not_Valid' })).toBe('namespace');
  expect(problemOf({ ...values, name: ' ' })).toBe('name');
});
