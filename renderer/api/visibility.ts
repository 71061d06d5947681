import { createStore, type StoreApi } from 'zustand/vanilla';

/** Long enough that a glance at another window costs nothing. */
const hiddenGraceMs = 30_000;

/** False once the page has been hidden for a while: nobody looks, so streams for the screen are let go. */
export const createVisibility = (page: Document, graceMs = hiddenGraceMs): StoreApi<boolean> => {
  const visible = createStore<boolean>(() => true);
  let timer: ReturnType<typeof setTimeout> | undefined;
  page.addEventListener('visibilitychange', () => {
    clearTimeout(timer);
    if (page.visibilityState === 'visible') visible.setState(true, true);
    else timer = setTimeout(() => visible.setState(false, true), graceMs);
  });
  return visible;
};
