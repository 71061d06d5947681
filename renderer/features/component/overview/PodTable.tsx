import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { PodRow } from '@shared/model/component';
import { useSentence } from '@renderer/i18n/sentence';
import { RelativeTime } from '@renderer/ui/RelativeTime';
import { StatusBadge } from '@renderer/ui/StatusBadge';
import classes from './overview.module.css';

const needsWords = ({ status: { word } }: PodRow): boolean => word !== 'running' && word !== 'completed';

/** What tells the pods of one component apart; the name they share is above the table already. */
const ownPart = (podName: string, componentName: string): string => (podName.startsWith(`${componentName}-`) ? podName.slice(componentName.length + 1) : podName);

const columnCount = 6;

/** The pods as a table: a component has a handful, or some hundreds at most. What is wrong with one is said below it. */
export const PodTable = ({ pods, componentName }: { pods: readonly PodRow[]; componentName: string }): React.ReactNode => {
  const { t } = useTranslation();
  const say = useSentence();
  if (pods.length === 0) return <p className={classes.muted}>{t('component.noPods')}</p>;
  return (
    <table className={classes.pods}>
      <thead>
        <tr>
          <th scope="col">{t('component.pod.name')}</th>
          <th scope="col">{t('component.pod.status')}</th>
          <th scope="col" className={classes.number}>
            {t('component.pod.ready')}
          </th>
          <th scope="col" className={classes.number}>
            {t('component.pod.restarts')}
          </th>
          <th scope="col">{t('component.pod.node')}</th>
          <th scope="col">{t('component.pod.age')}</th>
        </tr>
      </thead>
      <tbody>
        {pods.map((pod) => (
          <Fragment key={pod.uid}>
            <tr data-pod={pod.name} data-deleting={pod.deleting} data-explained={needsWords(pod)}>
              <td className={classes.podName}>
                <span title={pod.name}>{ownPart(pod.name, componentName)}</span>
              </td>
              <td>
                <StatusBadge status={pod.status} plain />
              </td>
              <td className={classes.number}>{pod.ready}</td>
              <td className={classes.number} data-tone={pod.restarts > 0 ? 'warn' : undefined}>
                {pod.restarts}
                {pod.lastRestartAt !== null && (
                  <div className={classes.muted}>
                    <RelativeTime at={pod.lastRestartAt} />
                  </div>
                )}
              </td>
              <td className={classes.node} title={pod.node ?? undefined}>
                {pod.node ?? t('ui.none')}
              </td>
              <td>
                <RelativeTime at={pod.createdAt} />
              </td>
            </tr>
            {needsWords(pod) && (
              <tr>
                <td colSpan={columnCount} className={classes.podCause}>
                  {say(pod.status.cause)}
                </td>
              </tr>
            )}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
};
