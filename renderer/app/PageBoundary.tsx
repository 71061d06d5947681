import { Button } from '@mantine/core';
import { IconMoodEmpty } from '@tabler/icons-react';
import { useCallback, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import { useClient } from '@renderer/api/context';
import { EmptyState } from '@renderer/ui/EmptyState';
import { ErrorBoundary } from './ErrorBoundary';

/** One page may fail, the shell around it stays; the engine's log hears of it. */
export const PageBoundary = ({ children }: { children: ReactNode }): React.ReactNode => {
  const { t } = useTranslation();
  const client = useClient();
  const { pathname } = useLocation();
  const report = useCallback(
    (error: Error, where: string) => void client.app.report({ message: `${error.name}: ${error.message}`.slice(0, 2000), where: `${pathname}\n${where}`.slice(0, 4000) }),
    [client, pathname],
  );
  return (
    <ErrorBoundary
      pageKey={pathname}
      onError={report}
      fallback={(error, retry) => (
        <EmptyState icon={IconMoodEmpty} title={t('shell.crashed.title')} actions={<Button onClick={retry}>{t('shell.crashed.retry')}</Button>}>
          {t('shell.crashed.body')} <code>{error.message}</code>
        </EmptyState>
      )}
    >
      {children}
    </ErrorBoundary>
  );
};
