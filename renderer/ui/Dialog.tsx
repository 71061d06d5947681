import { Button, Modal } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppError } from '@shared/errors/appError';
import { ErrorState } from './ErrorState';
import classes from './dialog.module.css';

interface DialogProps {
  title: ReactNode;
  onClose: () => void;
  /** The word on the button that does it. */
  confirm: string;
  onConfirm: () => void;
  busy?: boolean;
  disabled?: boolean;
  danger?: boolean;
  error?: AppError | null;
  width?: number;
  children: ReactNode;
}

/** A dialog with one form: Enter does it, Esc leaves it, the error stands above the buttons. */
export const Dialog = ({ title, onClose, confirm, onConfirm, busy = false, disabled = false, danger = false, error = null, width = 480, children }: DialogProps): React.ReactNode => {
  const { t } = useTranslation();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!busy && !disabled) onConfirm();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={width}
      overlayProps={{ backgroundOpacity: 0.3 }}
      closeButtonProps={{ 'aria-label': t('ui.close'), size: 28 }}
      classNames={{ header: classes.header, title: classes.title, body: classes.body }}
    >
      <form onSubmit={submit} noValidate>
        <div className={classes.fields}>{children}</div>
        {error && (
          <div className={classes.error}>
            <ErrorState error={error} inline />
          </div>
        )}
        <div className={classes.buttons}>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button type="submit" variant="filled" color={danger ? 'red' : undefined} loading={busy} disabled={disabled}>
            {confirm}
          </Button>
        </div>
      </form>
    </Modal>
  );
};
