import { useMediaQuery } from '@mantine/hooks';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet, useMatch } from 'react-router';
import { useStore } from 'zustand';
import { useEnvironment, useInterface, usePreferences, useShared } from '@renderer/state/context';
import { LoadingState } from '@renderer/ui/LoadingState';
import type { Feature } from '../feature';
import { PageBoundary } from '../PageBoundary';
import { ConnectionBanner } from './ConnectionBanner';
import { Dock } from './Dock';
import { EnvironmentBar } from './EnvironmentBar';
import { Hotkeys } from './Hotkeys';
import { KeyboardHelp } from './KeyboardHelp';
import { Navbar } from './Navbar';
import { Notices } from './Notices';
import { Palette } from './Palette';
import { ShellActions } from './ShellActions';
import { Starting } from './Starting';
import classes from './shell.module.css';

/** What stays while pages come and go: sidebar, the environment's frame, banners, palette, overlays. */
export const Shell = ({ features }: { features: readonly Feature[] }): React.ReactNode => {
  const { t } = useTranslation();
  const { stores } = useShared();
  const environment = useEnvironment(useMatch('/env/:environmentId/*')?.params.environmentId);
  const folded = usePreferences().navbarCollapsed;
  const chosen = useInterface((state) => state.navbarCollapsed) ?? folded;
  const isNarrow = useMediaQuery('(max-width: 960px)', undefined, { getInitialValueInEffect: false });
  const ready = useStore(stores.preferences, (state) => state.value !== null);
  if (!ready) return <Starting />;

  return (
    <div className={classes.window} data-env-color={environment?.color} data-protected={environment?.policy === 'protected' || undefined}>
      <a href="#content" className={classes.skip} onClick={focusContent}>
        {t('shell.skipToContent')}
      </a>
      <div className={classes.line} aria-hidden />
      <div className={classes.columns}>
        <Navbar entries={features.flatMap((feature) => feature.navigation ?? [])} collapsed={chosen || isNarrow} />
        <div className={classes.main}>
          <ConnectionBanner />
          <Notices />
          {environment && <EnvironmentBar environment={environment} />}
          <div className={classes.panes}>
            <main id="content" className={classes.content} tabIndex={-1}>
              <PageBoundary>
                <Suspense fallback={<LoadingState />}>
                  <Outlet />
                </Suspense>
              </PageBoundary>
            </main>
            {features.flatMap((feature) => (feature.panels ?? []).map((Panel, index) => <Panel key={`${feature.id}-${index}`} />))}
          </div>
          <Dock features={features} />
        </div>
      </div>
      {features.flatMap((feature) => (feature.overlays ?? []).map((Overlay, index) => <Overlay key={`${feature.id}-${index}`} />))}
      <ShellActions />
      <Hotkeys />
      <Palette />
      <KeyboardHelp />
    </div>
  );
};

/** The address holds the route, so the link must not change it. */
const focusContent = (event: React.MouseEvent): void => {
  event.preventDefault();
  document.getElementById('content')?.focus();
};
