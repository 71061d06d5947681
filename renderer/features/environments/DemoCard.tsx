import { Button } from '@mantine/core';
import { IconFlask2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { DemoSite } from './useDemoSite';
import classes from './environments.module.css';

/** Offers the demo site. */
export const DemoCard = ({ demo }: { demo: DemoSite }): React.ReactNode => {
  const { t } = useTranslation();
  return (
    <aside className={classes.demo}>
      <IconFlask2 size={22} stroke={1.4} aria-hidden />
      <div className={classes.demoText}>
        <strong>{t('environments.firstRun.demoTitle')}</strong>
        <p>{t('environments.firstRun.demoBody')}</p>
      </div>
      <Button onClick={demo.start} loading={demo.starting}>
        {t('environments.firstRun.demoAction')}
      </Button>
    </aside>
  );
};
