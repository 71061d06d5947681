export interface Sorting {
  columnId: string;
  descending: boolean;
}

type SortValue = string | number | null | undefined;

/** Text by the rules of the language with numbers in it by value (`pod-2` before `pod-10`); nothing goes last either way. */
export const compareBy = (a: SortValue, b: SortValue, descending: boolean, collator: Intl.Collator): number => {
  const missing = Number(a === null || a === undefined) - Number(b === null || b === undefined);
  if (missing !== 0) return missing;
  if (a === null || a === undefined || b === null || b === undefined) return 0;
  const order = typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b));
  return descending ? -order : order;
};

/** Ascending, then descending, then as they came. */
export const nextSorting = (current: Sorting | null, columnId: string): Sorting | null => {
  if (current?.columnId !== columnId) return { columnId, descending: false };
  return current.descending ? null : { columnId, descending: true };
};
