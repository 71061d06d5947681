import { describe, expect, it } from 'vitest';
import { createHotkeyMatcher, isForField, matchesStep, parseKeys, type KeyPress } from './hotkeys';

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({ key, code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more });
const first = (keys: string): ReturnType<typeof parseKeys>[number] => {
  const [step] = parseKeys(keys);
  if (!step) throw new Error('no step');
  return step;
};

describe('matchesStep', () => {
  it('takes Ctrl as mod elsewhere and Cmd on a Mac', () => {
    expect(matchesStep(first('mod+k'), press('k', { ctrlKey: true }), false)).toBe(true);
    expect(matchesStep(first('mod+k'), press('k', { metaKey: true }), true)).toBe(true);
    expect(matchesStep(first('mod+k'), press('k', { ctrlKey: true }), true)).toBe(false);
  });

  it('knows Alt+1 where Alt types another sign', () => {
    expect(matchesStep(first('alt+1'), press('¡', { altKey: true, code: 'Digit1' }), true)).toBe(true);
  });

  it('takes a sign with or without Shift, a letter only as written', () => {
    expect(matchesStep(first('?'), press('?', { shiftKey: true }), false)).toBe(true);
    expect(matchesStep(first('g'), press('G', { shiftKey: true }), false)).toBe(false);
  });

  it('does not take a key with a modifier it did not ask for', () => {
    expect(matchesStep(first('k'), press('k', { ctrlKey: true }), false)).toBe(false);
  });
});

describe('a matcher', () => {
  const candidates = [{ keys: ['mod+k'] }, { keys: ['g o'] }, { keys: ['g a', '/'] }, {}];

  it('finds a single key and a sequence', () => {
    const matcher = createHotkeyMatcher(false);
    expect(matcher.press(press('/'), candidates, 0)).toBe(2);
    expect(matcher.press(press('g'), candidates, 10)).toBe(null);
    expect(matcher.press(press('o'), candidates, 20)).toBe(1);
  });

  it('forgets the beginning of a sequence after a second', () => {
    const matcher = createHotkeyMatcher(false);
    matcher.press(press('g'), candidates, 0);
    expect(matcher.press(press('o'), candidates, 1_500)).toBe(null);
  });

  it('forgets it also when another key comes between', () => {
    const matcher = createHotkeyMatcher(false);
    matcher.press(press('g'), candidates, 0);
    matcher.press(press('x'), candidates, 10);
    expect(matcher.press(press('o'), candidates, 20)).toBe(null);
  });

  it('does not lose the sequence to a modifier that is pressed for its second key', () => {
    const matcher = createHotkeyMatcher(false);
    matcher.press(press('g'), candidates, 0);
    matcher.press(press('Shift', { shiftKey: true }), candidates, 5);
    expect(matcher.press(press('a'), candidates, 10)).toBe(2);
  });
});

describe('isForField', () => {
  it('leaves typing to the field, and commands to the application', () => {
    expect(isForField(press('g'), true)).toBe(true);
    expect(isForField(press('k', { ctrlKey: true }), true)).toBe(false);
    expect(isForField(press('Escape'), true)).toBe(false);
    expect(isForField(press('g'), false)).toBe(false);
  });
});
