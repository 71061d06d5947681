import { Button, Tooltip } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { KubeContext } from '@shared/model/connection';
import { SentenceText } from '@renderer/i18n/sentence';
import { useRaise } from '@renderer/state/context';
import { ProbeDetails } from './ProbeDetails';
import { ProbeSummary } from './ProbeSummary';
import type { ProbeView } from './useProbes';
import classes from '../environments.module.css';

interface ContextRowProps {
  context: KubeContext;
  view: ProbeView;
  onTest: () => void;
}

/** A context as it is written in its kubeconfig, its test, and what to do with it. */
export const ContextRow = ({ context, view, onTest }: ContextRowProps): React.ReactNode => {
  const { t } = useTranslation();
  const raise = useRaise();
  return (
    <li className={classes.context} data-context={context.name}>
      <div className={classes.contextRow}>
        <div className={classes.two}>
          <span className={classes.contextName}>
            {context.name}
            {context.current && <span className={classes.chip}>{t('environments.connections.current')}</span>}
            {context.insecure && (
              <Tooltip label={t('environments.connections.insecureHelp')}>
                <span className={classes.danger}>
                  <IconAlertTriangle size={13} aria-hidden /> {t('environments.connections.insecure')}
                </span>
              </Tooltip>
            )}
          </span>
          <span className={classes.muted}>
            <span className="mono">{context.server}</span>
            {context.proxy && ` ${t('environments.connections.proxy', { proxy: context.proxy })}`}
          </span>
        </div>
        <div className={classes.two}>
          <span className={classes.ellipsis}>{context.user}</span>
          <span className={classes.muted}>{t(`environments.connections.auth.${context.auth}`)}</span>
        </div>
        <div className={classes.two} aria-live="polite">
          {context.problem ? (
            <span className={classes.danger}>
              <SentenceText of={context.problem} />
            </span>
          ) : (
            <ProbeSummary view={view} />
          )}
        </div>
        <div className={classes.rowActions}>
          <Button onClick={onTest} loading={view.kind === 'testing'} disabled={context.problem !== null} aria-label={t('environments.connections.testOne', { name: context.name })}>
            {t('environments.connections.test')}
          </Button>
          <Button disabled={context.problem !== null} aria-label={t('environments.connections.addOne', { name: context.name })} onClick={() => raise('environments.add', { contextId: context.id })}>
            {t('environments.connections.add')}
          </Button>
        </div>
      </div>
      <ProbeDetails view={view} />
    </li>
  );
};
