import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { AuditEntry } from '@shared/model/audit';
import { useRaise } from '@renderer/state/context';
import { CopyButton } from '@renderer/ui/CopyButton';
import { Drawer } from '@renderer/ui/Drawer';
import { describeDuration, useFormat } from '@renderer/ui/format';
import { AuditResult } from './AuditResult';
import classes from './audit.module.css';

/** Everything one line says. */
export const AuditDetail = ({ entry, onClose }: { entry: AuditEntry | null; onClose: () => void }): React.ReactNode => {
  const { t } = useTranslation();
  return (
    <Drawer opened={entry !== null} onClose={onClose} title={entry ? t('audit.detail.title', { index: entry.index }) : ''} width={520}>
      {entry && <Facts entry={entry} onClose={onClose} />}
    </Drawer>
  );
};

const Facts = ({ entry, onClose }: { entry: AuditEntry; onClose: () => void }): React.ReactNode => {
  const { t } = useTranslation();
  const raise = useRaise();
  const { dateTime } = useFormat();
  const plain: [string, React.ReactNode][] = [
    [t('audit.columns.at'), dateTime(entry.at)],
    [t('audit.columns.phase'), t(`audit.phase.${entry.phase}`)],
    [t('audit.columns.result'), <AuditResult key="result" entry={entry} />],
    [t('audit.detail.duration'), entry.durationMs === null ? null : describeDuration(entry.durationMs)],
    [t('audit.columns.actor'), entry.actor],
    [t('audit.detail.osUser'), entry.osUser],
    [t('audit.detail.origin'), entry.origin],
    [t('audit.columns.environment'), entry.environmentName],
    [t('audit.detail.namespace'), entry.namespace],
    [t('audit.columns.target'), entry.target],
    [t('audit.columns.reason'), entry.reason],
    [t('audit.detail.summary'), entry.summary],
  ];
  const coded: [string, string | null][] = [
    [t('audit.columns.action'), entry.action],
    [t('audit.detail.before'), entry.beforeHash],
    [t('audit.detail.after'), entry.afterHash],
    [t('audit.detail.correlation'), entry.correlation],
    [t('audit.detail.hash'), entry.hash],
  ];
  const { operationId } = entry;
  return (
    <div className={classes.detail}>
      <dl className={classes.facts}>
        {plain.map(([term, value]) => (value === null || value === '' ? null : <Fact key={term} term={term} value={value} />))}
        {coded.map(([term, value]) => (value === null ? null : <Fact key={term} term={term} value={<Code text={value} />} />))}
      </dl>
      {operationId !== null && (
        <Button
          onClick={() => {
            onClose();
            raise('operations.open', { operationId });
          }}
        >
          {t('audit.detail.showOperation')}
        </Button>
      )}
    </div>
  );
};

const Fact = ({ term, value }: { term: string; value: React.ReactNode }): React.ReactNode => (
  <div className={classes.fact}>
    <dt>{term}</dt>
    <dd>{value}</dd>
  </div>
);

const Code = ({ text }: { text: string }): React.ReactNode => (
  <span className={classes.code}>
    <span className="mono">{text}</span>
    <CopyButton text={text} size={20} />
  </span>
);
