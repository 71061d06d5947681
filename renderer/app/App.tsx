import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import type { i18n } from 'i18next';
import { I18nextProvider } from 'react-i18next';
import { HashRouter, Route, Routes } from 'react-router';
import { EngineContext, type Engine } from '@renderer/api/context';
import { styleNonce } from '@renderer/api/host';
import { SharedContext, type Shared } from '@renderer/state/context';
import { ActionRegistryContext } from './actions/context';
import type { ActionRegistry } from './actions/registry';
import type { Feature } from './feature';
import { FollowPreferences } from './FollowPreferences';
import { NotFound } from './NotFound';
import { Shell } from './shell/Shell';
import { cssVariables, theme } from './theme';

export interface AppProps {
  engine: Engine;
  shared: Shared;
  registry: ActionRegistry;
  i18n: i18n;
  features: readonly Feature[];
}

/** The providers, the routes of all features, and the shell around them. */
export const App = ({ engine, shared, registry, i18n, features }: AppProps): React.ReactNode => (
  <EngineContext value={engine}>
    <SharedContext value={shared}>
      <ActionRegistryContext value={registry}>
        <I18nextProvider i18n={i18n}>
          <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto" getStyleNonce={styleNonce} withGlobalClasses={false}>
            <FollowPreferences />
            <Notifications position="bottom-right" limit={4} autoClose={6_000} />
            <HashRouter>
              <Routes>
                <Route element={<Shell features={features} />}>
                  {features.flatMap((feature) => (feature.routes ?? []).map((route) => <Route key={route.path} path={route.path} element={route.element} />))}
                  <Route path="*" element={<NotFound />} />
                </Route>
              </Routes>
            </HashRouter>
          </MantineProvider>
        </I18nextProvider>
      </ActionRegistryContext>
    </SharedContext>
  </EngineContext>
);
