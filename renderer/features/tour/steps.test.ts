import { describe, expect, it } from 'vitest';
import type { Operation } from '@shared/model/operation';
import { advance, begin, enter, missingFor, stepAt, stepIds, steps, type StepId, type World } from './steps';

const nowhere: World = { environmentId: 'e', isHere: false, isSelected: false, dialog: null, isTimelineOpen: false, isDrawerOpen: false, upgrade: null, rollback: null };
const operation = (id: string, state: Operation['state']) => ({ id, state }) as Operation;
const at = (id: StepId): number => stepIds.indexOf(id);

/** Goes on for as long as the world makes it. */
const settle = (from: ReturnType<typeof begin>, world: World) => {
  let progress = from;
  for (let next = advance(progress, world); next !== progress; next = advance(progress, world)) progress = next;
  return progress;
};

describe('the tour', () => {
  it('has its steps in order', () => {
    expect(steps.map(({ id }) => id)).toEqual(stepIds);
  });

  it('goes on when the operator really did the thing, and not before', () => {
    const old = operation('old', 'succeeded');
    let world: World = { ...nowhere, upgrade: old };
    let progress = begin(0, world);
    const does = (what: Partial<World>): StepId => {
      world = { ...world, ...what };
      progress = settle(progress, world);
      return stepAt(progress.index).id;
    };
    expect(does({})).toBe('open');
    expect(does({ isHere: true })).toBe('component');
    expect(does({ isSelected: true })).toBe('upgrade');
    expect(does({ dialog: 'setImage' })).toBe('dryRun');
    expect(does({ dialog: null, isDrawerOpen: true, upgrade: operation('new', 'running') })).toBe('watch');
    expect(does({ upgrade: operation('new', 'succeeded') })).toBe('close');
    expect(does({ isDrawerOpen: false })).toBe('timeline');
    expect(does({ isTimelineOpen: true })).toBe('rollback');
    expect(does({ dialog: 'rollback' })).toBe('confirm');
    expect(does({ dialog: null, rollback: operation('back', 'running') })).toBe('watchBack');
    expect(does({ rollback: operation('back', 'succeeded') })).toBe('end');
  });

  it('passes over what is done already', () => {
    expect(stepAt(settle(begin(0, nowhere), { ...nowhere, isHere: true, isSelected: true }).index).id).toBe('upgrade');
  });

  it('stays where one has gone back to, until that is undone or one goes on by hand', () => {
    const world: World = { ...nowhere, isHere: true, isSelected: true };
    const held = enter(settle(begin(0, world), world), at('component'), world, true);
    expect(settle(held, world)).toBe(held);
    const undone = settle(held, { ...world, isSelected: false });
    expect(undone).toMatchObject({ index: at('component'), isHeld: false });
    expect(stepAt(settle(undone, world).index).id).toBe('upgrade');
  });

  it('tells a dialog that was closed from one that was confirmed', () => {
    const world: World = { ...nowhere, isHere: true, isSelected: true };
    expect(stepAt(at('dryRun')).isLost?.(world)).toBe(true);
    expect(stepAt(at('dryRun')).isLost?.({ ...world, dialog: 'setImage' })).toBe(false);
  });

  it('says what is missing to somebody who has left the way', () => {
    expect(missingFor(stepAt(at('timeline')), nowhere)).toBe('environment');
    expect(missingFor(stepAt(at('timeline')), { ...nowhere, isHere: true })).toBe('component');
    expect(missingFor(stepAt(at('watch')), { ...nowhere, isHere: true })).toBeNull();
    expect(missingFor(stepAt(at('open')), nowhere)).toBeNull();
  });
});
