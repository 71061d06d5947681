import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditEntry } from '@shared/model/audit';
import { useFormat } from '@renderer/ui/format';
import type { Column } from '@renderer/ui/table/DataTable';
import { AuditResult } from './AuditResult';
import { EffectTag } from './EffectTag';

export const useAuditColumns = (): Column<AuditEntry>[] => {
  const { t } = useTranslation();
  const { dateTime } = useFormat();
  return useMemo(
    () => [
      { id: 'at', title: t('audit.columns.at'), width: '150px', cell: (row) => dateTime(row.at) },
      { id: 'phase', title: t('audit.columns.phase'), width: '72px', cell: (row) => t(`audit.phase.${row.phase}`) },
      { id: 'actor', title: t('audit.columns.actor'), width: 'minmax(90px, 150px)', cell: (row) => row.actor },
      {
        id: 'action',
        title: t('audit.columns.action'),
        width: 'minmax(150px, 1fr)',
        cell: (row) => (
          <>
            <span className="mono">{row.action}</span> <EffectTag effect={row.effect} />
          </>
        ),
      },
      { id: 'environment', title: t('audit.columns.environment'), width: 'minmax(90px, 150px)', cell: (row) => row.environmentName ?? t('ui.none') },
      { id: 'target', title: t('audit.columns.target'), width: 'minmax(140px, 1.4fr)', cell: (row) => row.target ?? row.reason ?? row.summary },
      { id: 'result', title: t('audit.columns.result'), width: '120px', cell: (row) => <AuditResult entry={row} /> },
    ],
    [t, dateTime],
  );
};
