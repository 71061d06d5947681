import { ActionIcon, Tooltip, UnstyledButton } from '@mantine/core';
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand, IconPlus, IconSearch, IconSteeringWheel } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { useEnvironments, useRaise, useSetInterface } from '@renderer/state/context';
import { KeyHint } from '@renderer/ui/KeyHint';
import type { NavigationEntry } from '../feature';
import { NavbarEnvironment } from './NavbarEnvironment';
import { useToggleNavbar } from './useToggleNavbar';
import classes from './navbar.module.css';

interface NavbarProps {
  entries: readonly NavigationEntry[];
  collapsed: boolean;
}

/** The sidebar: search, the environments, then the pages of this workstation. Folds to icons. */
export const Navbar = ({ entries, collapsed }: NavbarProps): React.ReactNode => {
  const { t } = useTranslation();
  const environments = useEnvironments();
  const raise = useRaise();
  const setInterface = useSetInterface();
  const toggle = useToggleNavbar();
  const foldLabel = collapsed ? t('shell.nav.expand') : t('shell.nav.collapse');
  const FoldIcon = collapsed ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse;

  return (
    <nav className={classes.navbar} data-collapsed={collapsed || undefined} aria-label={t('shell.nav.label')}>
      <div className={classes.brand}>
        <NavLink to="/" className={classes.logo} aria-label={t('shell.productName')}>
          <IconSteeringWheel size={18} stroke={1.6} aria-hidden />
          <span className={classes.text}>{t('shell.productName')}</span>
        </NavLink>
      </div>
      <Tooltip label={t('shell.nav.search')} disabled={!collapsed} position="right">
        <UnstyledButton className={classes.search} onClick={() => setInterface({ paletteOpen: true })} aria-label={t('shell.nav.search')}>
          <IconSearch size={15} aria-hidden />
          <span className={classes.text}>{t('ui.search')}</span>
          <span className={classes.hint}>
            <KeyHint keys="mod+k" />
          </span>
        </UnstyledButton>
      </Tooltip>

      <div className={classes.heading}>
        <h2 className={classes.text}>{t('shell.nav.environments')}</h2>
        <Tooltip label={t('shell.nav.addEnvironment')} position="right">
          <ActionIcon size={22} aria-label={t('shell.nav.addEnvironment')} onClick={() => raise('environments.add', {})}>
            <IconPlus size={14} />
          </ActionIcon>
        </Tooltip>
      </div>
      <ul className={classes.environments}>
        {environments?.map((environment, index) => (
          <li key={environment.id}>
            <NavbarEnvironment environment={environment} index={index} collapsed={collapsed} />
          </li>
        ))}
        {environments?.length === 0 && <li className={classes.none}>{t('shell.nav.none')}</li>}
      </ul>

      <ul className={classes.entries}>
        {entries.map(({ path, title, icon: Icon, Badge }) => (
          <li key={path}>
            <Tooltip label={title(t)} disabled={!collapsed} position="right">
              <NavLink to={path} end={path === '/'} className={classes.link} aria-label={title(t)}>
                <Icon size={16} stroke={1.6} aria-hidden />
                <span className={classes.text}>{title(t)}</span>
                {Badge && (
                  <span className={classes.badge}>
                    <Badge />
                  </span>
                )}
              </NavLink>
            </Tooltip>
          </li>
        ))}
        <li>
          <Tooltip label={foldLabel} disabled={!collapsed} position="right">
            <UnstyledButton className={classes.link} onClick={toggle} aria-label={foldLabel} aria-expanded={!collapsed}>
              <FoldIcon size={16} stroke={1.6} aria-hidden />
              <span className={classes.text}>{t('shell.nav.collapse')}</span>
            </UnstyledButton>
          </Tooltip>
        </li>
      </ul>
    </nav>
  );
};
