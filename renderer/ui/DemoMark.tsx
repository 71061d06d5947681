import { Tooltip } from '@mantine/core';
import { IconFlask2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './demoMark.module.css';

/** Says that an environment is simulated: on every place where one is named. `small` where the name needs the room. */
export const DemoMark = ({ small = false }: { small?: boolean }): React.ReactNode => {
  const { t } = useTranslation();
  return (
    <Tooltip label={t('demo.help')}>
      {small ? (
        <span className={classes.small} data-demo-mark>
          <IconFlask2 size={14} stroke={1.6} role="img" aria-label={t('demo.mark')} />
        </span>
      ) : (
        <span className={classes.mark} data-demo-mark>
          {t('demo.mark')}
        </span>
      )}
    </Tooltip>
  );
};
