import { TextInput } from '@mantine/core';
import { IconPlugConnected, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connections } from '@shared/contract/connections';
import { EmptyState } from '@renderer/ui/EmptyState';
import { HelpTip } from '@renderer/ui/HelpTip';
import { AddKubeconfig } from './AddKubeconfig';
import { SourceCard } from './SourceCard';
import { useProbes } from './useProbes';
import classes from '../environments.module.css';

/** From so many contexts on a filter is worth its place. */
const filterFrom = 6;

/** Every context of every kubeconfig, by file. */
export const ConnectionList = ({ connections: { sources, contexts } }: { connections: Connections }): React.ReactNode => {
  const { t } = useTranslation();
  const probes = useProbes();
  const [filter, setFilter] = useState('');
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const found = contexts.filter((context) => {
    const text = `${context.name} ${context.cluster} ${context.server} ${context.user} ${context.namespace}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  // Where the demo site was not found nothing else was either: say where Wheelhouse looked.
  const isEmpty = contexts.length === 0 && sources.every((source) => source.problem === null);

  return (
    <section aria-labelledby="connection-list">
      <div className={classes.heading}>
        <h2 id="connection-list">
          {t('environments.connections.title')}
          <HelpTip term={t('environments.connections.term')}>{t('environments.connections.help')}</HelpTip>
        </h2>
        <div className={classes.headingActions}>
          {contexts.length >= filterFrom && (
            <TextInput
              data-search
              aria-label={t('environments.connections.search')}
              placeholder={t('environments.connections.search')}
              leftSection={<IconSearch size={14} />}
              value={filter}
              onChange={(event) => setFilter(event.currentTarget.value)}
            />
          )}
          <AddKubeconfig />
        </div>
      </div>
      {isEmpty ? (
        <div className={classes.card}>
          <EmptyState icon={IconPlugConnected} title={t('environments.connections.none')}>
            {t('environments.connections.noneBody')}
          </EmptyState>
        </div>
      ) : (
        sources.map((source) => {
          const mine = found.filter((context) => context.sourceId === source.id);
          return words.length > 0 && mine.length === 0 ? null : <SourceCard key={source.id} source={source} contexts={mine} probes={probes} />;
        })
      )}
      {words.length > 0 && found.length === 0 && <p className={classes.muted}>{t('environments.connections.noMatch')}</p>}
    </section>
  );
};
