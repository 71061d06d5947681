import { Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './demoMark.module.css';

/** Says that an environment is simulated: on every place where one is named. */
export const DemoMark = (): React.ReactNode => {
  const { t } = useTranslation();
  return (
    <Tooltip label={t('demo.help')}>
      <span className={classes.mark} data-demo-mark>
        {t('demo.mark')}
      </span>
    </Tooltip>
  );
};
