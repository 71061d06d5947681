import { Button } from '@mantine/core';
import { IconFlask2 } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connections } from '@shared/contract/connections';
import { useCall } from '@renderer/api/useCall';
import { useRaise } from '@renderer/state/context';
import { useTellError } from '@renderer/ui/useTellError';
import classes from './environments.module.css';

/** Starts the demo site and goes on to adding an environment on it. */
export const DemoCard = ({ connections }: { connections: Connections | null }): React.ReactNode => {
  const { t } = useTranslation();
  const raise = useRaise();
  const tellError = useTellError();
  const { run, loading } = useCall('connections.startDemo');
  const [startedId, setStartedId] = useState<string | null>(null);
  const context = connections?.contexts.find((one) => one.sourceId === startedId);
  const contextId = context?.id;
  // The new context arrives through the stream, after the answer.
  useEffect(() => {
    if (contextId !== undefined) raise('environments.add', { contextId });
  }, [contextId, raise]);
  const start = async (): Promise<void> => {
    const outcome = await run({});
    if (outcome.ok) setStartedId(outcome.value.sourceId);
    else tellError(outcome.error);
  };
  return (
    <aside className={classes.demo}>
      <IconFlask2 size={22} stroke={1.4} aria-hidden />
      <div className={classes.demoText}>
        <strong>{t('environments.firstRun.demoTitle')}</strong>
        <p>{t('environments.firstRun.demoBody')}</p>
      </div>
      <Button onClick={() => void start()} loading={loading}>
        {t('environments.firstRun.demoAction')}
      </Button>
    </aside>
  );
};
