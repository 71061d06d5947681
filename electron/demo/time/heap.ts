/** A queue whose first item is always the one that comes before all others. */
export interface Heap<T> {
  first(): T | undefined;
  add(item: T): void;
  /** Takes the first item out. */
  take(): T | undefined;
  clear(): void;
}

/** A binary heap. @param isBefore the order; no two items may be equal in it if their order matters */
export function createHeap<T>(isBefore: (a: T, b: T) => boolean): Heap<T> {
  const items: T[] = [];
  const at = (index: number) => items[index] as T;
  const swap = (a: number, b: number) => {
    const item = at(a);
    items[a] = at(b);
    items[b] = item;
  };
  const rise = (start: number) => {
    for (let index = start; index > 0; ) {
      const parent = (index - 1) >> 1;
      if (!isBefore(at(index), at(parent))) return;
      swap(index, parent);
      index = parent;
    }
  };
  const sink = () => {
    for (let index = 0; ; ) {
      const left = index * 2 + 1;
      if (left >= items.length) return;
      const child = left + 1 < items.length && isBefore(at(left + 1), at(left)) ? left + 1 : left;
      if (!isBefore(at(child), at(index))) return;
      swap(index, child);
      index = child;
    }
  };
  return {
    first: () => items[0],
    add(item) {
      items.push(item);
      rise(items.length - 1);
    },
    take() {
      const taken = items[0];
      const last = items.pop();
      if (last !== undefined && items.length > 0) {
        items[0] = last;
        sink();
      }
      return taken;
    },
    clear() {
      items.length = 0;
    },
  };
}
