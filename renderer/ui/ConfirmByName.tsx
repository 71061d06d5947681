import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** A field into which the operator types a name; `isConfirmed` says whether it fits. */
export const ConfirmByName = ({ name, value, onChange }: { name: string; value: string; onChange: (value: string) => void }): React.ReactNode => {
  const { t } = useTranslation();
  return (
    <TextInput
      label={t('ui.confirmName', { name })}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      autoComplete="off"
      spellCheck={false}
    />
  );
};

export const isConfirmed = (name: string, value: string): boolean => value.trim() === name;
