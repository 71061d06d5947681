import { IconCircleCheckFilled, IconCircleXFilled, IconPlayerPlay } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { AuditEntry } from '@shared/model/audit';
import classes from './audit.module.css';

const looks = {
  ok: { Icon: IconCircleCheckFilled, tone: 'ok' },
  /** How the operation ended follows in a line of its own. */
  started: { Icon: IconPlayerPlay, tone: 'busy' },
  failed: { Icon: IconCircleXFilled, tone: 'bad' },
} as const;

/** `ok`, `started`, or the code of an error. */
const lookOf = (result: string): keyof typeof looks => {
  const word = result.toLowerCase();
  return word === 'ok' || word === 'succeeded' ? 'ok' : word === 'started' ? 'started' : 'failed';
};

/** How it ended; an intent has no result yet. */
export const AuditResult = ({ entry: { result } }: { entry: AuditEntry }): React.ReactNode => {
  const { t } = useTranslation();
  if (result === null) return t('ui.none');
  const look = lookOf(result);
  const { Icon, tone } = looks[look];
  return (
    <span className={classes.result} data-tone={tone}>
      <Icon size={13} aria-hidden /> {look === 'failed' ? result : t(`audit.${look}`)}
    </span>
  );
};
