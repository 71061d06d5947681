import { describe, expect, it } from 'vitest';
import { withoutTab, withTab, type Dock, type DockTab } from './dock';

const tab = (subject: string): DockTab => ({ view: 'log', subject, title: subject, environmentId: null });
const opened = (...subjects: string[]): Dock => subjects.map(tab).reduce(withTab, { tabs: [], active: null });

describe('the dock', () => {
  it('opens each thing once and brings it to the front', () => {
    const dock = withTab(opened('a', 'b'), tab('a'));
    expect(dock.tabs.map(({ subject }) => subject)).toEqual(['a', 'b']);
    expect(dock.active?.subject).toBe('a');
  });

  it.each([
    ['b', 'b', 'c'],
    ['c', 'c', 'b'],
    ['a', 'b', 'b'],
  ])('after closing %s while %s is in front, %s is', (closed, front, expected) => {
    const dock = withTab(opened('a', 'b', 'c'), tab(front));
    expect(withoutTab(dock, tab(closed)).active?.subject).toBe(expected);
  });

  it('is gone with its last tab', () => {
    expect(withoutTab(opened('a'), tab('a'))).toEqual({ tabs: [], active: null });
  });
});
