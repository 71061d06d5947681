import { Button } from '@mantine/core';
import { IconMap2, IconRefresh, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { isDemoBusy } from '@shared/model/demo';
import { useSentence } from '@renderer/i18n/sentence';
import { useDemoStatus, useRaise } from '@renderer/state/context';
import classes from './environments.module.css';

/** The demo site once it is there: how it fares, and what can be done with it. */
export const DemoSection = (): React.ReactNode => {
  const { t } = useTranslation();
  const say = useSentence();
  const raise = useRaise();
  const status = useDemoStatus();
  const isBusy = status !== null && isDemoBusy(status);
  return (
    <section className={classes.demo} aria-labelledby="demo-section">
      <div className={classes.demoText}>
        <h2 id="demo-section">{t('demo.card.title2')}</h2>
        <p role="status" data-failed={status?.state === 'failed' || undefined}>
          {isBusy ? t('demo.card.starting') : status?.problem ? say(status.problem) : t('demo.card.running')}
        </p>
      </div>
      <div className={classes.demoActions}>
        <Button leftSection={<IconMap2 size={14} aria-hidden />} onClick={() => raise('tour.start', {})}>
          {t('demo.tour')}
        </Button>
        <Button leftSection={<IconRefresh size={14} aria-hidden />} disabled={isBusy} onClick={() => raise('demo.reset', {})}>
          {t('demo.reset')}
        </Button>
        <Button leftSection={<IconTrash size={14} aria-hidden />} disabled={isBusy} onClick={() => raise('demo.remove', {})}>
          {t('demo.remove')}
        </Button>
      </div>
    </section>
  );
};
