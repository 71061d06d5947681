const signs: Record<string, string> = { mod: 'Ctrl', alt: 'Alt', shift: 'Shift', escape: 'Esc', enter: '↵', arrowup: '↑', arrowdown: '↓' };
const macSigns: Record<string, string> = { ...signs, mod: '⌘', alt: '⌥', shift: '⇧' };

/** For people: `mod+k` → [['Ctrl', 'K']]. */
export const describeKeys = (keys: string, mac: boolean): string[][] =>
  keys.split(' ').map((step) => (step === '+' ? ['+'] : step.split('+')).map((part) => (mac ? macSigns : signs)[part.toLowerCase()] ?? part.toUpperCase()));

export const isMac = (): boolean => /Mac|iPhone|iPad/.test(navigator.userAgent);
