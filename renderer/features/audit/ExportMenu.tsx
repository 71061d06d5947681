import { Button, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isAppError } from '@shared/errors/appError';
import type { AuditFilter } from '@shared/model/audit';
import { useClient } from '@renderer/api/context';
import { useTellError } from '@renderer/ui/useTellError';
import { saveText } from './saveText';

type Format = 'json' | 'csv';
const types: Record<Format, string> = { json: 'application/json', csv: 'text/csv' };

/** Everything the filter lets through, as one file. */
export const ExportMenu = ({ filter }: { filter: AuditFilter }): React.ReactNode => {
  const { t } = useTranslation();
  const client = useClient();
  const tellError = useTellError();
  const [busy, setBusy] = useState(false);
  const save = async (format: Format): Promise<void> => {
    setBusy(true);
    try {
      const chunks: string[] = [];
      for await (const event of client.audit.export({ filter, format })) {
        if (event.type === 'reset') chunks.length = 0;
        if (event.type === 'item') chunks.push(event.value);
      }
      saveText(`wheelhouse-audit-${new Date().toISOString().slice(0, 10)}.${format}`, types[format], chunks);
    } catch (error) {
      if (!isAppError(error)) throw error;
      tellError(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button leftSection={<IconDownload size={14} />} loading={busy}>
          {t('audit.export')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void save('json')}>{t('audit.exportJson')}</Menu.Item>
        <Menu.Item onClick={() => void save('csv')}>{t('audit.exportCsv')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
};
