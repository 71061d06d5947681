import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { HeaderCell } from './HeaderCell';
import { minWidthOf } from './columnWidths';
import { compareBy, nextSorting, type Sorting } from './sorting';
import classes from './table.module.css';

export interface Column<T> {
  id: string;
  title: string;
  /** A track of CSS grid: `120px`, `minmax(160px, 1fr)`. */
  width: string;
  cell: (row: T) => ReactNode;
  /** Makes the column sortable. */
  sortBy?: (row: T) => string | number | null;
  align?: 'left' | 'right';
}

interface DataTableProps<T> {
  /** Names the table for screen readers. */
  label: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  rowId: (row: T) => string;
  /** Enter or a click. */
  onOpen?: (row: T) => void;
  selectedId?: string | null;
  initialSorting?: Sorting;
  rowHeight?: number;
  empty?: ReactNode;
  /** Below the last row: a button that loads more. */
  footer?: ReactNode;
}

/**
 * A table of any length: only what is visible is in the document. Arrow keys, Home, End and page keys move the
 * focused row, Enter opens it. Rows have one height, so that nothing jumps while scrolling.
 */
export const DataTable = <T,>({ label, columns, rows, rowId, onOpen, selectedId, initialSorting, rowHeight = 32, empty, footer }: DataTableProps<T>): React.ReactNode => {
  const { i18n } = useTranslation();
  const [sorting, setSorting] = useState<Sorting | null>(initialSorting ?? null);
  const [active, setActive] = useState(0);
  const scroller = useRef<HTMLDivElement>(null);

  const sorted = useMemo(() => {
    const sortBy = columns.find((column) => column.id === sorting?.columnId)?.sortBy;
    if (!sorting || !sortBy) return rows;
    const collator = new Intl.Collator(i18n.language, { numeric: true });
    return [...rows].sort((a, b) => compareBy(sortBy(a), sortBy(b), sorting.descending, collator));
  }, [columns, rows, sorting, i18n.language]);

  // eslint-disable-next-line react-hooks/incompatible-library -- warns users of the React compiler, which we do not run.
  const virtual = useVirtualizer({ count: sorted.length, getScrollElement: () => scroller.current, estimateSize: () => rowHeight, overscan: 12 });
  const minWidth = minWidthOf(columns.map((column) => column.width));
  const template = columns.map((column) => column.width).join(' ');
  const current = Math.min(active, Math.max(0, sorted.length - 1));

  const moveTo = (index: number): void => {
    const target = Math.max(0, Math.min(sorted.length - 1, index));
    setActive(target);
    virtual.scrollToIndex(target);
    // The row may come into the document only with the next frame.
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-index="${target}"]`)?.focus({ preventScroll: true }));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (!(event.target instanceof HTMLElement) || event.target.dataset.index === undefined) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2);
    const targets: Record<string, number> = { ArrowDown: current + 1, ArrowUp: current - 1, PageDown: current + page, PageUp: current - page, Home: 0, End: sorted.length - 1 };
    const target = targets[event.key];
    const row = sorted[current];
    if (target !== undefined) moveTo(target);
    else if (event.key === 'Enter' && row !== undefined) onOpen?.(row);
    else return;
    event.preventDefault();
  };

  return (
    <div className={classes.table} role="table" aria-label={label} aria-rowcount={sorted.length + 1} aria-colcount={columns.length}>
      <div className={classes.scroller} ref={scroller} onKeyDown={onKeyDown} role="presentation">
        <div className={classes.head} role="rowgroup">
          <div className={classes.headRow} role="row" aria-rowindex={1} style={{ gridTemplateColumns: template, minWidth }}>
            {columns.map((column) => (
              <HeaderCell key={column.id} column={column} sorting={sorting} onSort={() => setSorting(nextSorting(sorting, column.id))} />
            ))}
          </div>
        </div>
        {sorted.length === 0 && <div role="presentation">{empty}</div>}
        <div className={classes.rows} role="rowgroup" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const row = sorted[index];
            if (row === undefined) return null;
            const id = rowId(row);
            return (
              <div
                key={id}
                className={classes.row}
                role="row"
                aria-rowindex={index + 2}
                data-index={index}
                data-selected={id === selectedId || undefined}
                data-clickable={onOpen ? true : undefined}
                tabIndex={index === current ? 0 : -1}
                style={{ gridTemplateColumns: template, minWidth, height: rowHeight, transform: `translateY(${start}px)` }}
                onFocus={() => setActive(index)}
                onClick={() => onOpen?.(row)}
              >
                {columns.map((column) => (
                  <div key={column.id} className={classes.cell} role="cell" data-align={column.align}>
                    {column.cell(row)}
                  </div>
                ))}
              </div>
            );
          })}
        </div>
        {footer}
      </div>
    </div>
  );
};
