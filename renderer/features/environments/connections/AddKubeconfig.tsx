import { Button } from '@mantine/core';
import { IconClipboard, IconFilePlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '@renderer/api/context';
import { hostKind } from '@renderer/api/host';
import { useTellError } from '@renderer/ui/useTellError';
import { AddFileDialog } from './AddFileDialog';
import { PasteDialog } from './PasteDialog';

/** A file (the desktop's own dialog; in a browser a path on the server) or a pasted text. */
export const AddKubeconfig = (): React.ReactNode => {
  const { t } = useTranslation();
  const client = useClient();
  const tellError = useTellError();
  const [open, setOpen] = useState<'file' | 'paste' | null>(null);
  const addFile = async (): Promise<void> => {
    if (hostKind() === 'browser') return setOpen('file');
    const outcome = await client.connections.addFile({});
    if (!outcome.ok) tellError(outcome.error);
  };
  return (
    <>
      <Button leftSection={<IconFilePlus size={14} />} onClick={() => void addFile()}>
        {t('environments.connections.addFile')}
      </Button>
      <Button leftSection={<IconClipboard size={14} />} onClick={() => setOpen('paste')}>
        {t('environments.connections.paste')}
      </Button>
      {open === 'file' && <AddFileDialog onClose={() => setOpen(null)} />}
      {open === 'paste' && <PasteDialog onClose={() => setOpen(null)} />}
    </>
  );
};
