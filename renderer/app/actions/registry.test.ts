import { expect, it } from 'vitest';
import type { EnvironmentView } from '@shared/model/environment';
import { reasonAgainst, type Action, type ActionContext } from './action';
import { createActionRegistry } from './registry';

const action = (id: string, more: Partial<Action> = {}): Action => ({ id, title: () => id, group: 'application', effect: 'read', run: () => undefined, ...more });
const contextWith = (policy: EnvironmentView['policy']): ActionContext => ({ environment: { policy }, t: (key: string) => key }) as unknown as ActionContext;

it('has the actions of all who added some, until they take them back', () => {
  const registry = createActionRegistry();
  registry.add([action('a')]);
  const remove = registry.add([action('b')]);
  expect(registry.actions.getState().map((one) => one.id)).toEqual(['a', 'b']);
  remove();
  expect(registry.actions.getState().map((one) => one.id)).toEqual(['a']);
});

it('lets what is on the screen shadow an action of the same id', () => {
  const registry = createActionRegistry();
  registry.add([action('a')]);
  const remove = registry.add([action('a', { effect: 'write' })]);
  expect(registry.actions.getState().map((one) => one.effect)).toEqual(['write']);
  remove();
  expect(registry.actions.getState().map((one) => one.effect)).toEqual(['read']);
});

it('disables what would change a read-only environment, and nothing else', () => {
  const change = action('change', { effect: 'write', onEnvironment: true });
  expect(reasonAgainst(change, contextWith('readOnly'))).toBe('shell.frame.readOnly');
  expect(reasonAgainst(change, contextWith('normal'))).toBe(null);
  expect(reasonAgainst(action('look', { onEnvironment: true }), contextWith('readOnly'))).toBe(null);
  expect(reasonAgainst(action('settings', { effect: 'write' }), contextWith('readOnly'))).toBe(null);
});
