import { TextInput } from '@mantine/core';
import { IconActivity, IconSearch } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Operation } from '@shared/model/operation';
import { useSentence } from '@renderer/i18n/sentence';
import { useOperations, useRaise } from '@renderer/state/context';
import { EmptyState } from '@renderer/ui/EmptyState';
import { ErrorState } from '@renderer/ui/ErrorState';
import { describeDuration } from '@renderer/ui/format';
import { HelpTip } from '@renderer/ui/HelpTip';
import { LoadingState } from '@renderer/ui/LoadingState';
import { PageFrame } from '@renderer/ui/PageFrame';
import { RelativeTime } from '@renderer/ui/RelativeTime';
import { DataTable, type Column } from '@renderer/ui/table/DataTable';
import { EnvironmentName } from './EnvironmentName';
import { StateIcon } from './StateIcon';
import classes from './operations.module.css';

/** The history of operations; opening one unfolds it in the drawer. */
export const OperationsPage = (): React.ReactNode => {
  const { t } = useTranslation();
  const say = useSentence();
  const raise = useRaise();
  const { value, error } = useOperations();
  const [filter, setFilter] = useState('');
  const rows = useMemo(() => {
    const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
    return [...(value?.values() ?? [])].filter((operation) => {
      const text = `${say(operation.title)} ${operation.target.environmentName} ${operation.target.namespace} ${operation.target.name} ${operation.actor}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
  }, [value, filter, say]);
  const columns = useMemo<Column<Operation>[]>(
    () => [
      {
        id: 'state',
        title: t('operations.columns.state'),
        width: '120px',
        sortBy: (row) => row.state,
        cell: (row) => (
          <span className={classes.stateCell}>
            <StateIcon operation={row} size={14} /> {t(`operations.state.${row.state}`)}
          </span>
        ),
      },
      { id: 'title', title: t('operations.columns.title'), width: 'minmax(220px, 2fr)', sortBy: (row) => say(row.title), cell: (row) => say(row.title) },
      { id: 'environment', title: t('operations.columns.environment'), width: 'minmax(140px, 1fr)', sortBy: (row) => row.target.environmentName, cell: (row) => <EnvironmentName operation={row} /> },
      { id: 'actor', title: t('operations.columns.actor'), width: 'minmax(90px, 160px)', sortBy: (row) => row.actor, cell: (row) => row.actor },
      { id: 'started', title: t('operations.columns.started'), width: '110px', sortBy: (row) => row.startedAt, cell: (row) => <RelativeTime at={row.startedAt} /> },
      {
        id: 'duration',
        title: t('operations.columns.duration'),
        width: '80px',
        align: 'right',
        sortBy: (row) => (row.endedAt === null ? null : row.endedAt - row.startedAt),
        cell: (row) => (row.endedAt === null ? t('ui.none') : describeDuration(row.endedAt - row.startedAt)),
      },
    ],
    [t, say],
  );

  return (
    <PageFrame
      title={t('operations.title')}
      meta={<HelpTip term={t('operations.term')}>{t('operations.help')}</HelpTip>}
      actions={
        <TextInput
          data-search
          aria-label={t('operations.filter')}
          placeholder={t('operations.filter')}
          leftSection={<IconSearch size={14} />}
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
          w={240}
        />
      }
    >
      {value === null && !error && <LoadingState rowHeight={32} />}
      {value === null && error && <ErrorState error={error} />}
      {value && (
        <DataTable
          label={t('operations.title')}
          columns={columns}
          rows={rows}
          rowId={(row) => row.id}
          onOpen={(row) => raise('operations.open', { operationId: row.id })}
          empty={
            <EmptyState icon={IconActivity} title={t('operations.none')}>
              {t('operations.noneBody')}
            </EmptyState>
          }
        />
      )}
    </PageFrame>
  );
};
