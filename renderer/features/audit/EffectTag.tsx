import { useTranslation } from 'react-i18next';
import type { AuditEntry } from '@shared/model/audit';
import classes from './audit.module.css';

/** Only what stands out is marked: most lines are ordinary writes. */
export const EffectTag = ({ effect }: { effect: AuditEntry['effect'] }): React.ReactNode => {
  const { t } = useTranslation();
  return effect === 'dangerous' ? (
    <span className={classes.tag} data-tone="bad">
      {t('audit.effect.dangerous')}
    </span>
  ) : null;
};
