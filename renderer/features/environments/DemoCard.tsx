import { Button } from '@mantine/core';
import { IconFlask2 } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useClient } from '@renderer/api/context';
import { useTellError } from '@renderer/ui/useTellError';
import { openDemo } from './openDemo';
import classes from './environments.module.css';

/** One click from nothing to a living environment: starts the demo site, adds its environments and opens the first. */
export const DemoCard = ({ onBusy }: { onBusy: (isBusy: boolean) => void }): React.ReactNode => {
  const { t } = useTranslation();
  const go = useNavigate();
  const client = useClient();
  const tellError = useTellError();
  const [loading, setLoading] = useState(false);
  const start = async (): Promise<void> => {
    setLoading(true);
    onBusy(true);
    const outcome = await openDemo(client);
    onBusy(false);
    setLoading(false);
    if (!outcome.ok) tellError(outcome.error);
    else if (outcome.value !== null) void go(`/env/${outcome.value}`);
  };
  return (
    <aside className={classes.demo}>
      <IconFlask2 size={22} stroke={1.4} aria-hidden />
      <div className={classes.demoText}>
        <strong>{t('environments.firstRun.demoTitle')}</strong>
        <p>{loading ? t('environments.firstRun.demoStarting') : t('environments.firstRun.demoBody')}</p>
      </div>
      <Button onClick={() => void start()} loading={loading}>
        {t('environments.firstRun.demoAction')}
      </Button>
    </aside>
  );
};
