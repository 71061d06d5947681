import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { statusWords, type StatusWord } from '@shared/model/status';
import { StatusIcon } from '@renderer/ui/StatusIcon';
import type { TopologyGraph } from './graph/graph';
import classes from './topology.module.css';

/** How many workloads are in which status; in the order of the words, so that numbers keep their places. */
export const StatusCounts = ({ graph }: { graph: TopologyGraph }): React.ReactNode => {
  const { t } = useTranslation();
  const counts = useMemo(() => {
    const byWord = new Map<StatusWord, number>();
    for (const { layer, status } of graph.nodes.values()) if (layer === 'workload') byWord.set(status.word, (byWord.get(status.word) ?? 0) + 1);
    return statusWords.flatMap((word) => (byWord.has(word) ? [{ word, count: byWord.get(word) ?? 0 }] : []));
  }, [graph.nodes]);
  return (
    <ul className={classes.counts} aria-label={t('topology.counts')}>
      {counts.map(({ word, count }) => (
        <li key={word} title={t(`ui.status.${word}`)}>
          <StatusIcon word={word} size={13} label={t(`ui.status.${word}`)} />
          <span className={classes.count}>{count}</span>
          <span className={classes.word} aria-hidden>
            {t(`ui.status.${word}`)}
          </span>
        </li>
      ))}
    </ul>
  );
};
