import { useTranslation } from 'react-i18next';
import type { AppError } from '@shared/errors/appError';
import type { Probe } from '@shared/model/connection';
import { SentenceText } from '@renderer/i18n/sentence';
import { useErrorText } from '@renderer/ui/errorText';
import classes from '../environments.module.css';

interface ContextCheckProps {
  probe: Probe | undefined;
  probing: boolean;
  error: AppError | null;
}

/** One line below the context: what its cluster says. Keeps its height, so that the form does not jump. */
export const ContextCheck = ({ probe, probing, error }: ContextCheckProps): React.ReactNode => {
  const { t } = useTranslation();
  const describe = useErrorText();
  if (probing) return <p className={classes.check}>{t('environments.form.checking')}</p>;
  if (error) {
    const { title, what } = describe(error);
    return (
      <p className={classes.check} data-tone="bad">
        {what || title}
      </p>
    );
  }
  if (!probe) return <p className={classes.check} />;
  if (probe.state === 'reachable') {
    return (
      <p className={classes.check} data-tone="ok">
        {t('environments.form.reachable', { version: probe.serverVersion ?? '', user: probe.identity?.username ?? t('environments.probe.unknownIdentity') })}
      </p>
    );
  }
  return (
    <p className={classes.check} data-tone="bad">
      {probe.problem ? <SentenceText of={probe.problem} /> : t(`environments.probe.${probe.state}`)}
    </p>
  );
};
