import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppError, AppErrorShape } from '@shared/errors/appError';
import { useSentence } from '@renderer/i18n/sentence';

export interface ErrorText {
  title: string;
  /** The engine's own sentence; empty where it has none (a defect). */
  what: string;
  /** What to do next. */
  next: string;
}

/** Says an error in the operator's language. */
export const useErrorText = (): ((error: AppError | AppErrorShape) => ErrorText) => {
  const { t } = useTranslation();
  const say = useSentence();
  return useCallback(
    (error) => ({
      title: t(`errors.title.${error.code}`),
      what: error.sentence ? say(error.sentence) : '',
      next: t(`errors.next.${error.code}`),
    }),
    [t, say],
  );
};
