import type { Notice } from '@shared/model/settings';
import type { Sentence } from '@shared/sentences/sentence';
import { createListeners } from '@electron/engine/streams/listeners';

/** What the operator should know about this machine, until it is dismissed. Kept for as long as the engine lives. */
export interface Notices {
  /** A notice with the same id takes the place of the earlier one. */
  notify(id: string, level: Notice['level'], text: Sentence): void;
  dismiss(id: string): void;
  /** Oldest first. */
  list(): Notice[];
  onChange(listener: () => void): () => void;
}

export const createNotices = (now: () => number = Date.now): Notices => {
  const notices = new Map<string, Notice>();
  const changed = createListeners();
  return {
    notify: (id, level, text) => {
      notices.set(id, { id, level, text, at: now() });
      changed.tell();
    },
    dismiss: (id) => {
      if (notices.delete(id)) changed.tell();
    },
    list: () => [...notices.values()],
    onChange: (listener) => changed.add(listener),
  };
};
