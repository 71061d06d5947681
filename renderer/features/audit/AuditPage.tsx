import { Button } from '@mantine/core';
import { IconRefresh, IconShieldCheck } from '@tabler/icons-react';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditEntry } from '@shared/model/audit';
import { EmptyState } from '@renderer/ui/EmptyState';
import { ErrorState } from '@renderer/ui/ErrorState';
import { useFormat } from '@renderer/ui/format';
import { LoadingState } from '@renderer/ui/LoadingState';
import { PageFrame } from '@renderer/ui/PageFrame';
import { DataTable } from '@renderer/ui/table/DataTable';
import { AuditDetail } from './AuditDetail';
import { AuditFilters } from './AuditFilters';
import { ExportMenu } from './ExportMenu';
import { noFilter, toFilter } from './filter';
import { useAuditColumns } from './useAuditColumns';
import { useAuditPages } from './useAuditPages';
import { VerifyChain } from './VerifyChain';
import classes from './audit.module.css';

/** Who did what where, and how it ended. */
export const AuditPage = (): React.ReactNode => {
  const { t } = useTranslation();
  const { number } = useFormat();
  const [choice, setChoice] = useState(noFilter);
  const [openedAt] = useState(() => Date.now());
  const [opened, setOpened] = useState<AuditEntry | null>(null);
  const filter = useDeferredValue(toFilter(choice, openedAt));
  const columns = useAuditColumns();
  const { entries, more, total, error, loading, loadMore, reload } = useAuditPages(filter);
  const isFiltered = Object.keys(filter).length > 0;

  return (
    <PageFrame
      title={t('audit.title')}
      meta={entries && <span>{t('audit.total', { total: number(total) })}</span>}
      actions={
        <>
          <VerifyChain />
          <ExportMenu filter={filter} />
        </>
      }
      toolbar={
        <>
          <AuditFilters choice={choice} onChange={setChoice} />
          <Button variant="subtle" color="gray" ml="auto" leftSection={<IconRefresh size={14} />} loading={loading && entries !== null} onClick={reload}>
            {t('audit.reload')}
          </Button>
        </>
      }
    >
      {error && <ErrorState error={error} retry={reload} inline={entries !== null} />}
      {entries === null && !error && <LoadingState />}
      {entries && (
        <DataTable
          label={t('audit.title')}
          columns={columns}
          rows={entries}
          rowId={(entry) => String(entry.index)}
          onOpen={setOpened}
          selectedId={opened ? String(opened.index) : null}
          empty={
            <EmptyState icon={IconShieldCheck} title={isFiltered ? t('audit.noMatch') : t('audit.empty')}>
              {!isFiltered && t('audit.emptyBody')}
            </EmptyState>
          }
          footer={
            more && (
              <div className={classes.more}>
                <Button onClick={loadMore} loading={loading}>
                  {t('audit.loadMore')}
                </Button>
              </div>
            )
          }
        />
      )}
      <AuditDetail entry={opened} onClose={() => setOpened(null)} />
    </PageFrame>
  );
};
