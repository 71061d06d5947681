/** One key press: `mod` is Cmd on a Mac and Ctrl elsewhere. */
export interface KeyStep {
  mod: boolean;
  alt: boolean;
  shift: boolean;
  key: string;
}

/** The part of a keyboard event that decides. */
export interface KeyPress {
  key: string;
  /** The physical key; on a Mac Alt+1 types `¡`. */
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

/** `g o` → two steps, `mod+shift+k` → one. */
export const parseKeys = (keys: string): KeyStep[] =>
  keys.split(' ').map((step) => {
    // A lone plus sign would be torn apart by split.
    const parts = step === '+' ? ['+'] : step.toLowerCase().split('+');
    return { mod: parts.includes('mod'), alt: parts.includes('alt'), shift: parts.includes('shift'), key: parts.at(-1) ?? '' };
  });

const pressedKey = (press: KeyPress): string => {
  const digit = /^Digit(\d)$/.exec(press.code)?.[1];
  return press.altKey && digit !== undefined ? digit : press.key.toLowerCase();
};

export const matchesStep = (step: KeyStep, press: KeyPress, mac: boolean): boolean => {
  const mod = mac ? press.metaKey : press.ctrlKey;
  const otherMod = mac ? press.ctrlKey : press.metaKey;
  if (otherMod || step.mod !== mod || step.alt !== press.altKey) return false;
  const key = pressedKey(press);
  // `?` needs Shift on most keyboards and not on others: for a sign only the sign counts.
  const isSign = key.length === 1 && !/[a-z0-9]/.test(key);
  return step.key === key && (isSign || step.shift === press.shiftKey);
};

/** Typing into a field must stay typing; with a modifier, or Escape, it is a command anyway. */
export const isForField = (press: KeyPress, inField: boolean): boolean => inField && !press.ctrlKey && !press.metaKey && !press.altKey && press.key !== 'Escape';

const sequenceTimeoutMs = 1_000;

export interface HotkeyMatcher {
  /** The first of `candidates` whose keys are complete with this press. */
  press(press: KeyPress, candidates: readonly { keys?: readonly string[] }[], now: number): number | null;
}

/** Remembers the beginning of a sequence (`g` of `g o`) for a second. */
export const createHotkeyMatcher = (mac: boolean): HotkeyMatcher => {
  let pending: KeyPress[] = [];
  let lastAt = 0;
  return {
    press(press, candidates, now) {
      if (['Shift', 'Control', 'Alt', 'Meta'].includes(press.key)) return null;
      if (now - lastAt > sequenceTimeoutMs) pending = [];
      lastAt = now;
      const typed = [...pending, press];
      const isTyped = (steps: readonly KeyStep[]): boolean => {
        const tail = typed.slice(-steps.length);
        return tail.length === steps.length && steps.every((step, index) => matchesStep(step, tail[index] ?? press, mac));
      };
      const found = candidates.findIndex(({ keys }) => keys?.some((one) => isTyped(parseKeys(one))));
      if (found >= 0) {
        pending = [];
        return found;
      }
      const begins = candidates.some(({ keys }) => keys?.some((one) => parseKeys(one).length > 1 && isTyped(parseKeys(one).slice(0, 1))));
      pending = begins ? [press] : [];
      return null;
    },
  };
};
