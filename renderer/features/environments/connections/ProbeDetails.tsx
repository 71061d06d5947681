import { useTranslation } from 'react-i18next';
import { SentenceText } from '@renderer/i18n/sentence';
import { ErrorState } from '@renderer/ui/ErrorState';
import { useFormat } from '@renderer/ui/format';
import type { ProbeView } from './useProbes';
import classes from '../environments.module.css';

const shownNamespaces = 12;
const noticeableSkewMs = 60_000;

/** Everything a test found out, below the row. */
export const ProbeDetails = ({ view }: { view: ProbeView }): React.ReactNode => {
  const { t } = useTranslation();
  const { dateTime } = useFormat();
  if (view.kind === 'failed') {
    return (
      <div className={classes.details}>
        <ErrorState error={view.error} inline />
      </div>
    );
  }
  if (view.kind !== 'done') return null;
  const { probe } = view;
  const facts: [string, string][] = [];
  if (probe.state === 'reachable') facts.push([t('environments.probe.identity'), probe.identity?.username ?? t('environments.probe.unknownIdentity')]);
  if (probe.identity && probe.identity.groups.length > 0) facts.push([t('environments.probe.groups'), probe.identity.groups.join(', ')]);
  if (probe.namespaces) {
    const rest = probe.namespaces.length - shownNamespaces;
    facts.push([t('environments.probe.namespaces'), probe.namespaces.slice(0, shownNamespaces).join(', ') + (rest > 0 ? ` … +${rest}` : '')]);
  } else if (probe.state === 'reachable') facts.push([t('environments.probe.namespaces'), t('environments.probe.namespacesForbidden')]);
  if (probe.certificateExpiresAt !== null) facts.push([t('environments.probe.certificate'), dateTime(probe.certificateExpiresAt)]);
  if (probe.clockSkewMs !== null && Math.abs(probe.clockSkewMs) > noticeableSkewMs) {
    facts.push([t('environments.probe.skew'), t('environments.probe.skewValue', { seconds: Math.round(probe.clockSkewMs / 1000) })]);
  }
  return (
    <div className={classes.details}>
      {probe.problem && (
        <p className={classes.problem}>
          <SentenceText of={probe.problem} />
        </p>
      )}
      {probe.warnings.map((warning) => (
        <p key={warning.key} className={classes.warning}>
          <SentenceText of={warning} />
        </p>
      ))}
      {facts.length > 0 && (
        <dl className={classes.facts}>
          {facts.map(([term, value]) => (
            <div key={term}>
              <dt>{term}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
};
