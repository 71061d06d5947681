import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { AppErrorShape } from '@shared/errors/appError';
import type { AppError } from '@shared/errors/appError';
import { CopyButton } from './CopyButton';
import { useErrorText } from './errorText';
import classes from './states.module.css';

interface ErrorStateProps {
  error: AppError | AppErrorShape;
  retry?: () => void;
  /** One line inside of something else instead of a whole pane. */
  inline?: boolean;
}

const details = (error: AppError | AppErrorShape): string =>
  JSON.stringify({ code: error.code, message: error.message, data: error.data, ref: error.ref, at: new Date().toISOString() }, null, 2);

/** What went wrong, what to do next, a way to try again and the details for whoever helps. */
export const ErrorState = ({ error, retry, inline = false }: ErrorStateProps): React.ReactNode => {
  const { t } = useTranslation();
  const { title, what, next } = useErrorText()(error);
  return (
    <div className={inline ? classes.inline : classes.state} role="alert" data-tone="bad" data-error={error.code}>
      <IconAlertTriangle size={inline ? 16 : 28} stroke={1.5} aria-hidden className={classes.toned} />
      <div className={classes.words}>
        <h2 className={classes.title}>{title}</h2>
        {what && <div className={classes.body}>{what}</div>}
        {next && <div className={classes.next}>{next}</div>}
        <div className={classes.ref}>
          {t('errors.ref', { ref: error.ref })}
          <CopyButton text={details(error)} label={t('ui.copyDetails')} size={20} />
        </div>
      </div>
      {retry && (
        <div className={classes.actions}>
          <Button onClick={retry}>{t('ui.retry')}</Button>
        </div>
      )}
    </div>
  );
};
