import { ActionIcon, Tooltip } from '@mantine/core';
import { IconFileText, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { KubeconfigSource, KubeContext } from '@shared/model/connection';
import { useClient } from '@renderer/api/context';
import { SentenceText } from '@renderer/i18n/sentence';
import { useTellError } from '@renderer/ui/useTellError';
import { useToast } from '@renderer/ui/useToast';
import { ContextRow } from './ContextRow';
import type { useProbes } from './useProbes';
import classes from '../environments.module.css';

interface SourceCardProps {
  source: KubeconfigSource;
  contexts: readonly KubeContext[];
  probes: ReturnType<typeof useProbes>;
}

/** One kubeconfig with its contexts, or why it cannot be used. */
export const SourceCard = ({ source, contexts, probes }: SourceCardProps): React.ReactNode => {
  const { t } = useTranslation();
  const client = useClient();
  const tellError = useTellError();
  const { show } = useToast();
  const forget = async (): Promise<void> => {
    const outcome = await client.connections.removeSource({ sourceId: source.id });
    if (outcome.ok) show({ text: t('environments.connections.sourceRemoved', { label: source.label }) });
    else tellError(outcome.error);
  };
  return (
    <div className={classes.card}>
      <div className={classes.source}>
        <IconFileText size={14} aria-hidden />
        <span className={classes.sourceLabel}>{source.label}</span>
        <span className={classes.chip}>{t(`environments.connections.source.${source.kind}`)}</span>
        {source.removable && (
          <Tooltip label={t('environments.connections.removeSource')}>
            <ActionIcon size={24} ml="auto" aria-label={t('environments.connections.removeSource')} onClick={() => void forget()}>
              <IconTrash size={14} />
            </ActionIcon>
          </Tooltip>
        )}
      </div>
      {source.problem && (
        <p className={classes.sourceProblem}>
          <SentenceText of={source.problem} />
        </p>
      )}
      {contexts.length === 0 && !source.problem && <p className={classes.sourceEmpty}>{t('environments.connections.emptySource')}</p>}
      <ul className={classes.contexts}>
        {contexts.map((context) => (
          <ContextRow key={context.id} context={context} view={probes.of(context.id)} onTest={() => void probes.test(context.id)} />
        ))}
      </ul>
    </div>
  );
};
