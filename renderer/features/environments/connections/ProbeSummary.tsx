import { useTranslation } from 'react-i18next';
import type { Probe } from '@shared/model/connection';
import type { Tone } from '@renderer/ui/status';
import type { ProbeView } from './useProbes';
import classes from '../environments.module.css';

const tones: Record<Probe['state'], Tone> = { reachable: 'ok', unauthenticated: 'bad', unreachable: 'bad', misconfigured: 'bad' };

/** The test's result in two short lines. */
export const ProbeSummary = ({ view }: { view: ProbeView }): React.ReactNode => {
  const { t } = useTranslation();
  if (view.kind === 'untested') return <span className={classes.muted}>{t('environments.connections.untested')}</span>;
  if (view.kind === 'testing') return <span className={classes.muted}>{t('environments.connections.testing')}</span>;
  if (view.kind === 'failed') return <span className={classes.danger}>{t(`errors.title.${view.error.code}`)}</span>;
  const { probe } = view;
  const facts = [probe.serverVersion, probe.latencyMs === null ? null : t('environments.probe.latency', { ms: Math.round(probe.latencyMs) })].filter(Boolean);
  return (
    <>
      <span className={classes.result} data-tone={tones[probe.state]}>
        <span className={classes.resultDot} aria-hidden />
        {t(`environments.probe.${probe.state}`)}
      </span>
      <span className={classes.muted}>{facts.join(' · ')}</span>
    </>
  );
};
