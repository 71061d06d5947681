import type { Selection } from '@renderer/state/selection';
import { EmptyState } from '@renderer/ui/EmptyState';
import { useTranslation } from 'react-i18next';
import { IconUnlink } from '@tabler/icons-react';
import { useQuery } from '@renderer/api/useCall';
import { ErrorState } from '@renderer/ui/ErrorState';
import { LoadingState } from '@renderer/ui/LoadingState';
import { YamlView } from '@renderer/ui/code/YamlView';
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { CopyButton } from '@renderer/ui/CopyButton';
import classes from './panel.module.css';

/** The live YAML of one object, as the engine gives it: without values of Secrets. */
export const ObjectBody = ({ environmentId, selection }: { environmentId: string; selection: Selection }): React.ReactNode => {
  const { t } = useTranslation();
  const { value, error, loading, reload } = useQuery('topology.objectYaml', { environmentId, ...selection });
  if (error?.code === 'NOT_FOUND') {
    return (
      <EmptyState icon={IconUnlink} title={t('component.absent.title', { kind: selection.kind, name: selection.name })}>
        {t('component.absent.body')}
      </EmptyState>
    );
  }
  if (error) return <ErrorState error={error} retry={reload} />;
  if (!value) return <LoadingState rowHeight={20} rows={12} />;
  return (
    <div className={classes.yaml}>
      <div className={classes.yamlBar}>
        <span className={classes.muted}>{[value.masked && t('ui.masked'), value.truncated && t('ui.truncated')].filter(Boolean).join(' · ') || t('component.yamlReadOnly')}</span>
        <Tooltip label={t('component.reload')}>
          <ActionIcon size={24} aria-label={t('component.reload')} loading={loading} onClick={reload}>
            <IconRefresh size={14} />
          </ActionIcon>
        </Tooltip>
        <CopyButton text={value.yaml} size={24} />
      </div>
      <div className={classes.yamlText}>
        <YamlView text={value.yaml} label={t('component.yamlOf', { name: selection.name })} />
      </div>
    </div>
  );
};
