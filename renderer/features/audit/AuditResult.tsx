import { IconCircleCheckFilled, IconCircleXFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { AuditEntry } from '@shared/model/audit';
import classes from './audit.module.css';

const isOk = (result: string): boolean => result.toUpperCase() === 'OK';

/** How it ended; an intent has no result yet. */
export const AuditResult = ({ entry: { result } }: { entry: AuditEntry }): React.ReactNode => {
  const { t } = useTranslation();
  if (result === null) return t('ui.none');
  const Icon = isOk(result) ? IconCircleCheckFilled : IconCircleXFilled;
  return (
    <span className={classes.result} data-tone={isOk(result) ? 'ok' : 'bad'}>
      <Icon size={13} aria-hidden /> {isOk(result) ? t('audit.ok') : result}
    </span>
  );
};
