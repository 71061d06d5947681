import { useEffect, useMemo, useRef } from 'react';
import { isMac } from '@renderer/ui/keys';
import { isAvailable, reasonAgainst } from '../actions/action';
import { useActionContext, useAllActions } from '../actions/context';
import { createHotkeyMatcher, isForField } from '../actions/hotkeys';

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

/** While a dialog is open, plain keys belong to it. */
const inDialog = (): boolean => document.querySelector('[role="dialog"]') !== null;

/** Runs the action whose hot key was pressed. */
export const Hotkeys = (): React.ReactNode => {
  const actions = useAllActions();
  const context = useActionContext();
  const matcher = useMemo(() => createHotkeyMatcher(isMac()), []);
  const latest = useRef({ actions, context });
  useEffect(() => {
    latest.current = { actions, context };
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return;
      if (isForField(event, isField(event.target) || inDialog())) return;
      const { actions: all, context: now } = latest.current;
      const candidates = all.filter((action) => isAvailable(action, now) && reasonAgainst(action, now) === null);
      const index = matcher.press(event, candidates, event.timeStamp);
      const action = index === null ? undefined : candidates[index];
      if (!action) return;
      event.preventDefault();
      void action.run(now);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [matcher]);
  return null;
};
