import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStream } from '@renderer/api/useStream';
import { useEnvironments, useRaise } from '@renderer/state/context';
import { ErrorState } from '@renderer/ui/ErrorState';
import { LoadingState } from '@renderer/ui/LoadingState';
import { PageFrame } from '@renderer/ui/PageFrame';
import { ConnectionList } from './connections/ConnectionList';
import { DemoCard } from './DemoCard';
import { DemoSection } from './DemoSection';
import { EnvironmentList } from './list/EnvironmentList';
import classes from './environments.module.css';

/** The first screen of a fresh machine, and afterwards the place to manage environments and connections. */
export const EnvironmentsPage = (): React.ReactNode => {
  const { t } = useTranslation();
  const raise = useRaise();
  const environments = useEnvironments();
  const { value: connections, error, retry } = useStream('connections.watch', {});
  const [isDemoStarting, setDemoStarting] = useState(false);
  // Its environments come one by one while it starts: the page stays as it is until the first is opened.
  const isFirstRun = isDemoStarting || environments?.length === 0;
  const hasDemo = !isDemoStarting && (environments?.some(({ demo }) => demo) ?? false);

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
        {isFirstRun && <DemoCard onBusy={setDemoStarting} />}
        {!isFirstRun && environments && <EnvironmentList environments={environments} />}
        {hasDemo && <DemoSection />}
        {isFirstRun && (
          <div className={classes.intro}>
            <h2>{t('environments.firstRun.title')}</h2>
            <p>{t('environments.firstRun.body')}</p>
          </div>
        )}
        {error && !connections && <ErrorState error={error} retry={retry} inline />}
        {!connections && !error && <LoadingState rowHeight={52} rows={4} />}
        {connections && <ConnectionList connections={connections} />}
        {!isFirstRun && !hasDemo && environments && <DemoCard onBusy={setDemoStarting} />}
      </div>
    </PageFrame>
  );
};
