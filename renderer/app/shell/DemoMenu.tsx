import { Loader, Menu, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconChevronDown, IconMap2, IconRefresh, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { isDemoBusy } from '@shared/model/demo';
import { useSentence } from '@renderer/i18n/sentence';
import { useDemoStatus, useRaise } from '@renderer/state/context';
import classes from './demoMenu.module.css';

/** The demo mark of the environment's bar: says what the demo is and how it fares, and holds what can be done with it. */
export const DemoMenu = (): React.ReactNode => {
  const { t } = useTranslation();
  const say = useSentence();
  const raise = useRaise();
  const status = useDemoStatus();
  const isBusy = status !== null && isDemoBusy(status);
  const hasFailed = status?.state === 'failed';
  const word = isBusy ? t(status.state === 'resetting' ? 'demo.resetting' : 'demo.starting') : hasFailed ? t('demo.failed') : t('demo.mark');
  return (
    <>
      {/* Beside the button: what is in one is part of its name, and no live region. */}
      <VisuallyHidden role="status">{isBusy || hasFailed ? word : ''}</VisuallyHidden>
      <Menu position="bottom-start" width={320}>
        <Menu.Target>
          <UnstyledButton className={classes.mark} data-demo-mark data-failed={hasFailed || undefined} aria-label={t('demo.menu', { state: word })}>
            {isBusy && <Loader size={10} color="gray" aria-hidden />}
            {word}
            <IconChevronDown size={12} aria-hidden />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label className={classes.help}>{hasFailed && status.problem ? say(status.problem) : t('demo.help')}</Menu.Label>
          <Menu.Item leftSection={<IconMap2 size={14} aria-hidden />} onClick={() => raise('tour.start', {})}>
            {t('demo.tour')}
          </Menu.Item>
          <Menu.Item leftSection={<IconRefresh size={14} aria-hidden />} disabled={isBusy} onClick={() => raise('demo.reset', {})}>
            {t('demo.reset')}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item leftSection={<IconTrash size={14} aria-hidden />} color="var(--wh-bad)" disabled={isBusy} onClick={() => raise('demo.remove', {})}>
            {t('demo.remove')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
};
