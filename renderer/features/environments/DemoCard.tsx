import { Button } from '@mantine/core';
import { IconArrowBackUp, IconBug, IconFlask2, IconLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { isDemoBusy } from '@shared/model/demo';
import { useCall } from '@renderer/api/useCall';
import { useDemoStatus } from '@renderer/state/context';
import { ErrorState } from '@renderer/ui/ErrorState';
import classes from './demoCard.module.css';

/** One click from nothing to a living environment: what to try on the demo site, and the way to it. */
export const DemoCard = ({ onBusy }: { onBusy: (isBusy: boolean) => void }): React.ReactNode => {
  const { t } = useTranslation();
  const go = useNavigate();
  const status = useDemoStatus();
  const open = useCall('demo.open');
  const isBusy = open.loading || (status !== null && isDemoBusy(status));
  const start = async (): Promise<void> => {
    onBusy(true);
    const outcome = await open.run({});
    onBusy(false);
    if (outcome.ok) void go(`/env/${outcome.value.environmentId}`);
  };
  return (
    <section className={classes.card} aria-labelledby="demo-card">
      <div className={classes.head}>
        <IconFlask2 size={22} stroke={1.4} aria-hidden />
        <div className={classes.words}>
          <h2 id="demo-card" className={classes.title}>
            {t('demo.card.title')}
          </h2>
          <p className={classes.lead} role="status">
            {isBusy ? t('demo.card.starting') : t('demo.card.lead')}
          </p>
        </div>
        <Button size="sm" variant="filled" onClick={() => void start()} loading={isBusy}>
          {open.error ? t('demo.card.again') : t('demo.open')}
        </Button>
      </div>
      <ul className={classes.tries}>
        <li>
          <IconBug size={16} stroke={1.6} aria-hidden />
          {t('demo.card.broken')}
        </li>
        <li>
          <IconArrowBackUp size={16} stroke={1.6} aria-hidden />
          {t('demo.card.upgrade')}
        </li>
        <li>
          <IconLock size={16} stroke={1.6} aria-hidden />
          {t('demo.card.look')}
        </li>
      </ul>
      {open.error && !isBusy && (
        <div className={classes.error}>
          <ErrorState error={open.error} inline />
        </div>
      )}
    </section>
  );
};
