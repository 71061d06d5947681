import { PasswordInput, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCall } from '@renderer/api/useCall';
import { Dialog } from '@renderer/ui/Dialog';

const shortestPassphrase = 8;

interface PassphraseDialogProps {
  /** A passphrase is chosen, twice; else the existing one is asked for. */
  isNew: boolean;
  onClose: () => void;
}

export const PassphraseDialog = ({ isNew, onClose }: PassphraseDialogProps): React.ReactNode => {
  const { t } = useTranslation();
  const { run, loading, error } = useCall('vault.unlock');
  const [passphrase, setPassphrase] = useState('');
  const [repeated, setRepeated] = useState('');
  const isShort = isNew && passphrase.length > 0 && passphrase.length < shortestPassphrase;
  const differs = isNew && repeated.length > 0 && repeated !== passphrase;
  const isComplete = isNew ? passphrase.length >= shortestPassphrase && repeated === passphrase : passphrase !== '';
  const open = async (): Promise<void> => {
    const outcome = await run({ passphrase });
    if (outcome.ok) onClose();
  };
  return (
    <Dialog
      title={isNew ? t('settings.dialog.createTitle') : t('settings.dialog.openTitle')}
      confirm={isNew ? t('settings.dialog.create') : t('settings.dialog.open')}
      onConfirm={() => void open()}
      onClose={onClose}
      busy={loading}
      disabled={!isComplete}
      error={error}
      width={420}
    >
      <Text size="sm" c="dimmed">
        {isNew ? t('settings.dialog.createBody') : t('settings.dialog.openBody')}
      </Text>
      <PasswordInput
        label={t('settings.dialog.passphrase')}
        value={passphrase}
        onChange={(event) => setPassphrase(event.currentTarget.value)}
        error={isShort && t('settings.dialog.short')}
        autoComplete={isNew ? 'new-password' : 'current-password'}
        data-autofocus
      />
      {isNew && (
        <PasswordInput
          label={t('settings.dialog.repeat')}
          value={repeated}
          onChange={(event) => setRepeated(event.currentTarget.value)}
          error={differs && t('settings.dialog.different')}
          autoComplete="new-password"
        />
      )}
    </Dialog>
  );
};
