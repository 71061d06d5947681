import './withoutEval';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import './styles/tokens.css';
import './styles/global.css';
import { createRoot } from 'react-dom/client';
import { createConnection } from './api/connection';
import { hostKind } from './api/host';
import { openTransport } from './api/openTransport';
import { reportDefects } from './api/reportDefects';
import { createVisibility } from './api/visibility';
import { createActionRegistry } from './app/actions/registry';
import { App } from './app/App';
import { features } from './app/features';
import { chooseLanguage, createI18n } from './i18n/i18n';
import { createIntentBus } from './state/intents';
import { startMirrors } from './state/mirrors';
import { createStores } from './state/stores';

const host = hostKind();
const connection = createConnection({ open: () => openTransport(host) });
reportDefects(window, connection.client);
const stores = createStores();
const registry = createActionRegistry();
startMirrors(connection, stores);
for (const feature of features) registry.add(feature.actions ?? []);

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <App
    engine={{ connection, visible: createVisibility(document) }}
    shared={{ stores, intents: createIntentBus() }}
    registry={registry}
    i18n={createI18n(chooseLanguage('system', navigator.languages))}
    features={features}
  />,
);
