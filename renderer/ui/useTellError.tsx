import { useCallback } from 'react';
import type { AppError } from '@shared/errors/appError';
import { useErrorText } from './errorText';
import { useToast } from './useToast';

/** Shows an error that has no place of its own on the screen; it stays until closed. */
export const useTellError = (): ((error: AppError) => void) => {
  const describe = useErrorText();
  const { show } = useToast();
  return useCallback(
    (error) => {
      if (error.code === 'ABORTED') return;
      const { title, what, next } = describe(error);
      const text = (
        <>
          {what && <p>{what}</p>}
          {next && <p>{next}</p>}
        </>
      );
      show({ tone: 'bad', title, text, forMs: null });
    },
    [describe, show],
  );
};
