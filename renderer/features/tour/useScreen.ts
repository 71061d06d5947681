import { useEffect, useState } from 'react';
import type { Box } from './place';

/** What of the page the tour can only see by looking at it. */
export interface Screen {
  dialog: 'setImage' | 'rollback' | null;
  isTimelineOpen: boolean;
  /** The first of the anchors that is there, and where. */
  anchor: { element: Element; box: Box } | null;
  /** The dialog that lies above everything else. */
  dialogElement: Element | null;
}

const nothing: Screen = { dialog: null, isTimelineOpen: false, anchor: null, dialogElement: null };

const boxOf = (element: Element): Box => {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { left: Math.round(left), top: Math.round(top), width: Math.round(width), height: Math.round(height) };
};

const visible = (selector: string): Element | null => [...document.querySelectorAll(selector)].find((element) => element.getClientRects().length > 0) ?? null;

const look = (anchors: readonly string[]): Screen => {
  const form = visible('[data-change-form]')?.getAttribute('data-change-form');
  let element: Element | null = null;
  for (const selector of anchors) element ??= visible(selector);
  // What changes a component is asked in its dialog as a whole: the card stands beside all of it.
  const framed = element?.matches('[data-change-form]') ? element.closest('[role="dialog"]') : element;
  return {
    dialog: form === 'setImage' || form === 'rollback' ? form : null,
    isTimelineOpen: visible('[role="tab"][data-tab="timeline"][aria-selected="true"]') !== null,
    anchor: framed ? { element: framed, box: boxOf(framed) } : null,
    dialogElement: [...document.querySelectorAll('[role="dialog"]')].findLast((one) => one.getClientRects().length > 0) ?? null,
  };
};

const isSame = (a: Screen, b: Screen): boolean =>
  a.dialog === b.dialog &&
  a.isTimelineOpen === b.isTimelineOpen &&
  a.dialogElement === b.dialogElement &&
  a.anchor?.element === b.anchor?.element &&
  JSON.stringify(a.anchor?.box) === JSON.stringify(b.anchor?.box);

/**
 * Looks at the page with every frame. Other features know nothing of the tour: it finds their controls by the
 * attributes that say what they are.
 */
export const useScreen = (isActive: boolean, anchors: readonly string[]): Screen => {
  const [screen, setScreen] = useState(nothing);
  const key = anchors.join('\n');
  useEffect(() => {
    if (!isActive) return;
    let frame = 0;
    const next = (): void => {
      const seen = look(key.split('\n'));
      setScreen((before) => (isSame(before, seen) ? before : seen));
      frame = requestAnimationFrame(next);
    };
    next();
    return () => cancelAnimationFrame(frame);
  }, [isActive, key]);
  return screen;
};
