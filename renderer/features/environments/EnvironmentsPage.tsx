import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useStream } from '@renderer/api/useStream';
import { useEnvironments, useRaise } from '@renderer/state/context';
import { ErrorState } from '@renderer/ui/ErrorState';
import { LoadingState } from '@renderer/ui/LoadingState';
import { PageFrame } from '@renderer/ui/PageFrame';
import { ConnectionList } from './connections/ConnectionList';
import { DemoCard } from './DemoCard';
import { EnvironmentList } from './list/EnvironmentList';
import classes from './environments.module.css';

/** The first screen of a fresh machine, and afterwards the place to manage environments and connections. */
export const EnvironmentsPage = (): React.ReactNode => {
  const { t } = useTranslation();
  const raise = useRaise();
  const environments = useEnvironments();
  const { value: connections, error, retry } = useStream('connections.watch', {});
  const isFirstRun = environments?.length === 0;
  const hasDemo = connections?.sources.some((source) => source.kind === 'demo') ?? false;

  return (
    <PageFrame
      title={t('environments.title')}
      padded
      actions={
        !isFirstRun && (
          <Button leftSection={<IconPlus size={14} />} variant="filled" onClick={() => raise('environments.add', {})}>
            {t('environments.form.addTitle')}
          </Button>
        )
      }
    >
      <div className={classes.page}>
        {environments && environments.length > 0 && <EnvironmentList environments={environments} />}
        {isFirstRun && (
          <div className={classes.intro}>
            <h2>{t('environments.firstRun.title')}</h2>
            <p>{t('environments.firstRun.body')}</p>
          </div>
        )}
        {isFirstRun && !hasDemo && <DemoCard connections={connections ?? null} />}
        {error && !connections && <ErrorState error={error} retry={retry} inline />}
        {!connections && !error && <LoadingState rowHeight={52} rows={4} />}
        {connections && <ConnectionList connections={connections} />}
        {!isFirstRun && !hasDemo && connections && <DemoCard connections={connections} />}
      </div>
    </PageFrame>
  );
};
