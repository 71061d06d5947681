import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCall } from '@renderer/api/useCall';
import { Dialog } from '@renderer/ui/Dialog';

export const AddFileDialog = ({ onClose }: { onClose: () => void }): React.ReactNode => {
  const { t } = useTranslation();
  const { run, loading, error } = useCall('connections.addFile');
  const [path, setPath] = useState('');
  const add = async (): Promise<void> => {
    const outcome = await run({ path: path.trim() });
    if (outcome.ok) onClose();
  };
  return (
    <Dialog title={t('environments.file.title')} confirm={t('environments.file.add')} onConfirm={() => void add()} onClose={onClose} busy={loading} disabled={path.trim() === ''} error={error}>
      <TextInput
        label={t('environments.file.path')}
        placeholder={t('environments.file.placeholder')}
        value={path}
        onChange={(event) => setPath(event.currentTarget.value)}
        spellCheck={false}
        data-autofocus
      />
    </Dialog>
  );
};
