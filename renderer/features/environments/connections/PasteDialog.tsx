import { Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCall } from '@renderer/api/useCall';
import { useRaise } from '@renderer/state/context';
import { Dialog } from '@renderer/ui/Dialog';
import classes from '../environments.module.css';

/** The text may hold credentials: it goes to the engine's vault and is not kept here. */
export const PasteDialog = ({ onClose }: { onClose: () => void }): React.ReactNode => {
  const { t } = useTranslation();
  const raise = useRaise();
  const { run, loading, error } = useCall('connections.addText');
  const [name, setName] = useState('');
  const [text, setText] = useState('');
  const add = async (): Promise<void> => {
    const outcome = await run({ name: name.trim(), text });
    if (outcome.ok) onClose();
    // The vault's dialog opens above this one, which keeps what was typed.
    else if (outcome.error.code === 'VAULT') raise('vault.open', {});
  };
  return (
    <Dialog
      title={t('environments.paste.title')}
      confirm={t('environments.paste.add')}
      onConfirm={() => void add()}
      onClose={onClose}
      busy={loading}
      disabled={name.trim() === '' || text.trim() === ''}
      error={error}
      width={620}
    >
      <TextInput label={t('environments.paste.name')} placeholder={t('environments.paste.namePlaceholder')} value={name} maxLength={80} onChange={(event) => setName(event.currentTarget.value)} data-autofocus />
      <Textarea
        label={t('environments.paste.text')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        rows={12}
        spellCheck={false}
        autoComplete="off"
        classNames={{ input: classes.code }}
      />
      <Text size="xs" c="dimmed">
        {t('environments.paste.note')}
      </Text>
    </Dialog>
  );
};
