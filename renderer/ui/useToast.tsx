import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './toast.module.css';

export interface Toast {
  /** A second toast of the same id takes the place of the first. */
  id?: string;
  tone?: 'ok' | 'warn' | 'bad' | 'plain';
  title?: string;
  text: ReactNode;
  /** One button, which also closes the toast. */
  action?: { label: string; run: () => void };
  /** How long it stays; `null` until somebody closes it. */
  forMs?: number | null;
}

const colors = { ok: 'green', warn: 'yellow', bad: 'red', plain: 'gray' } as const;
const usualMs = 6_000;

/** Short news in the corner, for what has no place of its own on the page. */
export const useToast = (): { show: (toast: Toast) => void } => {
  const { t } = useTranslation();
  return useMemo(
    () => ({
      show({ id = crypto.randomUUID(), tone = 'plain', title, text, action, forMs = usualMs }) {
        const run = (): void => {
          notifications.hide(id);
          action?.run();
        };
        notifications.hide(id);
        notifications.show({
          id,
          color: colors[tone],
          // Only bad news interrupts a screen reader.
          role: tone === 'bad' ? 'alert' : 'status',
          title,
          autoClose: forMs ?? false,
          closeButtonProps: { 'aria-label': t('ui.close') },
          message: (
            <div className={classes.toast}>
              <div className={classes.text}>{text}</div>
              {action && (
                <Button size="compact-xs" className={classes.action} onClick={run}>
                  {action.label}
                </Button>
              )}
            </div>
          ),
        });
      },
    }),
    [t],
  );
};
