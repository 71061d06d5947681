import { notifications } from '@mantine/notifications';
import { useCallback } from 'react';
import type { AppError } from '@shared/errors/appError';
import { useErrorText } from './errorText';

/** Shows an error that has no place of its own on the screen; it stays until closed. */
export const useTellError = (): ((error: AppError) => void) => {
  const describe = useErrorText();
  return useCallback(
    (error) => {
      if (error.code === 'ABORTED') return;
      const { title, what, next } = describe(error);
      notifications.show({ color: 'red', title, message: [what, next].filter(Boolean).join(' '), autoClose: false });
    },
    [describe],
  );
};
