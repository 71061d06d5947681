import { Checkbox, Select, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useEnvironments } from '@renderer/state/context';
import { periods, type FilterChoice } from './filter';

interface AuditFiltersProps {
  choice: FilterChoice;
  onChange: (choice: FilterChoice) => void;
}

export const AuditFilters = ({ choice, onChange }: AuditFiltersProps): React.ReactNode => {
  const { t } = useTranslation();
  const environments = useEnvironments() ?? [];
  const set = (part: Partial<FilterChoice>): void => onChange({ ...choice, ...part });
  return (
    <>
      <TextInput
        data-search
        w={220}
        aria-label={t('audit.search')}
        placeholder={t('audit.search')}
        leftSection={<IconSearch size={14} />}
        value={choice.text}
        maxLength={200}
        onChange={(event) => set({ text: event.currentTarget.value })}
      />
      <Select
        w={170}
        aria-label={t('audit.columns.environment')}
        value={choice.environmentId}
        onChange={(value) => set({ environmentId: value ?? 'all' })}
        data={[{ value: 'all', label: t('audit.allEnvironments') }, ...environments.map(({ id, name }) => ({ value: id, label: name }))]}
      />
      <Select
        w={140}
        aria-label={t('audit.detail.effect')}
        value={choice.effect}
        onChange={(value) => set({ effect: (value ?? 'all') })}
        data={[
          { value: 'all', label: t('audit.allEffects') },
          { value: 'write', label: t('audit.effect.write') },
          { value: 'dangerous', label: t('audit.effect.dangerous') },
        ]}
      />
      <Select
        w={140}
        aria-label={t('audit.columns.at')}
        value={choice.period}
        onChange={(value) => set({ period: (value ?? 'all') })}
        data={periods.map((period) => ({ value: period, label: period === 'all' ? t('audit.allTime') : t(`audit.period.${period}`) }))}
      />
      <Checkbox label={t('audit.failedOnly')} checked={choice.failedOnly} onChange={(event) => set({ failedOnly: event.currentTarget.checked })} />
    </>
  );
};
