import { UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { Column } from './DataTable';
import type { Sorting } from './sorting';
import classes from './table.module.css';

interface HeaderCellProps<T> {
  column: Column<T>;
  sorting: Sorting | null;
  onSort: () => void;
}

export const HeaderCell = <T,>({ column, sorting, onSort }: HeaderCellProps<T>): React.ReactNode => {
  const mine = sorting?.columnId === column.id ? sorting : null;
  const order = mine ? (mine.descending ? 'descending' : 'ascending') : 'none';
  const Arrow = mine?.descending ? IconArrowDown : IconArrowUp;
  return (
    <div className={classes.headCell} role="columnheader" aria-sort={column.sortBy ? order : undefined} data-align={column.align}>
      {column.sortBy ? (
        <UnstyledButton className={classes.sort} onClick={onSort}>
          {column.title}
          <Arrow size={12} aria-hidden className={classes.arrow} data-shown={mine ? true : undefined} />
        </UnstyledButton>
      ) : (
        column.title
      )}
    </div>
  );
};
