import { Tooltip, UnstyledButton } from '@mantine/core';
import { IconHelpCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './help.module.css';

/** A small question mark that explains a term on hover, focus or touch. */
export const HelpTip = ({ term, children }: { term: string; children: string }): React.ReactNode => {
  const { t } = useTranslation();
  return (
    <Tooltip label={children} openDelay={100}>
      <UnstyledButton className={classes.help} aria-label={t('ui.whatIs', { term })}>
        <IconHelpCircle size={14} stroke={1.6} aria-hidden />
      </UnstyledButton>
    </Tooltip>
  );
};
