import { expect, it } from 'vitest';
import type { Operation } from '@shared/model/operation';
import { inDrawerOrder, newlyEnded, offersRollback } from './present';

const operation = (id: string, more: Partial<Operation> = {}): Operation => ({ id, state: 'running', kind: 'setImage', problems: [], rollbackTo: 3, ...more }) as Operation;
const mapOf = (...all: Operation[]): Map<string, Operation> => new Map(all.map((one) => [one.id, one]));

it('puts running operations first and keeps the order otherwise', () => {
  const sorted = inDrawerOrder([operation('a', { state: 'failed' }), operation('b'), operation('c', { state: 'succeeded' }), operation('d', { state: 'queued' })]);
  expect(sorted.map((one) => one.id)).toEqual(['b', 'd', 'a', 'c']);
});

it('tells of an end only when it was seen running before', () => {
  const ended = operation('a', { state: 'succeeded' });
  expect(newlyEnded(null, mapOf(ended))).toEqual([]);
  expect(newlyEnded(mapOf(), mapOf(ended))).toEqual([]);
  expect(newlyEnded(mapOf(operation('a')), mapOf(ended))).toEqual([ended]);
  expect(newlyEnded(mapOf(ended), mapOf(ended))).toEqual([]);
});

it('offers to roll back where something goes wrong, but not a rollback of a rollback', () => {
  const problem = { key: 'status.stopped', params: {} } as const;
  expect(offersRollback(operation('a'))).toBe(false);
  expect(offersRollback(operation('a', { problems: [problem] }))).toBe(true);
  expect(offersRollback(operation('a', { state: 'failed' }))).toBe(true);
  expect(offersRollback(operation('a', { state: 'failed', rollbackTo: null }))).toBe(false);
  expect(offersRollback(operation('a', { state: 'failed', kind: 'rollback' }))).toBe(false);
});
