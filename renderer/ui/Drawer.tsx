import { Drawer as MantineDrawer, FocusTrap } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './drawer.module.css';

interface DrawerProps {
  opened: boolean;
  onClose: () => void;
  title: ReactNode;
  /** Pixels; never wider than the window. */
  width?: number;
  children: ReactNode;
}

/** A panel from the right over the page. Esc and a click beside it close it. */
export const Drawer = ({ opened, onClose, title, width = 520, children }: DrawerProps): React.ReactNode => {
  const { t } = useTranslation();
  return (
    <MantineDrawer
      opened={opened}
      onClose={onClose}
      title={title}
      size={`min(${width}px, 100vw)`}
      classNames={{ content: classes.content, header: classes.header, title: classes.title, body: classes.body }}
      overlayProps={{ backgroundOpacity: 0.25 }}
      closeButtonProps={{ 'aria-label': t('ui.close'), size: 28 }}
    >
      <FocusTrap.InitialFocus />
      {children}
    </MantineDrawer>
  );
};
