import path from 'node:path';
import { app, dialog, Notification, powerMonitor, safeStorage, shell } from 'electron';
import { logFields } from '@electron/engine/log/fields';
import { createLogFile } from '@electron/engine/log/logFile';
import { createLogger } from '@electron/engine/log/logger';
import { createRedaction } from '@electron/engine/redaction/redaction';
import { createPageFiles } from '@electron/page/pageFiles';
import { lockDataFolder } from '@electron/platform/dataLock';
import { allowsPlainTextSecrets, createDesktopPlatform } from '@electron/platform/desktop/desktopPlatform';
import { createSettingsStore } from '@electron/platform/desktop/settingsStore';
import { createVaultKey } from '@electron/platform/desktop/vaultKey';
import { platformPaths } from '@electron/platform/paths';
import { parseDesktopOptions } from './commandLine';
import { launchEngine } from './engineProcess';
import { lockDown } from './lockdown';
import { setMenu } from './menu';
import { acceptPages } from './pageConnections';
import { registerPageScheme, servePage } from './pageProtocol';
import { createSupervisor } from './supervisor';
import { textsFor } from './texts';
import { createUtilityScriptRunner } from './utilityScript';
import { createWindows } from './windows';

/** Entry of the desktop app: a thin shell around the page and the engine. Nothing here may block: every window would stutter. */

const options = parseDesktopOptions(process.argv.slice(1), process.env);
if (options.data !== null) app.setPath('userData', path.resolve(options.data));
const dist = path.join(import.meta.dirname, '..');
const paths = platformPaths(app.getPath('userData'), dist);

const logFile = createLogFile({ path: path.join(paths.logs, 'main.log') });
const logger = createLogger({ write: logFile.write, redaction: createRedaction() });
process.on('uncaughtException', (error) => logger.error('uncaught error', { [logFields.error]: error }));
process.on('unhandledRejection', (reason) => logger.error('unhandled rejection', { [logFields.error]: reason }));

const run = async (): Promise<void> => {
  registerPageScheme();
  await app.whenReady();
  const texts = textsFor(app.getLocale());
  const unlockData = await lockDataFolder(paths.data);

  lockDown(logger);
  servePage(await createPageFiles(path.join(dist, 'renderer'), 'desktop'));

  const settings = createSettingsStore(paths.data);
  const platform = createDesktopPlatform({
    settings,
    vaultKey: createVaultKey({
      safeStorage,
      folder: paths.data,
      operatingSystem: process.platform,
      plainTextAllowed: async () => allowsPlainTextSecrets((await settings.load('preferences')).document),
    }),
    pickFile: async (title) => (await dialog.showOpenDialog({ title, properties: ['openFile', 'showHiddenFiles'] })).filePaths[0] ?? null,
    notify: (title, body) => new Notification({ title, body }).show(),
    onWake: (listener) => void powerMonitor.on('resume', listener),
    runScript: createUtilityScriptRunner(dist),
  });

  const supervisor = createSupervisor({
    launch: () => launchEngine({ paths, version: app.getVersion(), demo: options.demo, platform, logger }),
    onReady: (pid) => logger.info('engine is ready', { [logFields.pid]: pid }),
    onExit: ({ code, restarts, delayMs }) =>
      logger.error(`engine died; next start in ${delayMs} ms`, { [logFields.outcome]: code, [logFields.count]: restarts }),
    onTrouble: () =>
      void dialog.showMessageBox({ type: 'error', message: texts.engineTrouble, detail: texts.engineTroubleDetail.replace('{{path}}', paths.logs) }),
  });

  const windows = createWindows({
    folder: paths.data,
    preload: path.join(dist, 'preload', 'preload.cjs'),
    icon: path.join(dist, '..', 'resources', 'icon.png'),
    texts,
    logger,
  });
  acceptPages({ isOurs: windows.isOurs, connect: supervisor.connectWindow, logger });
  setMenu({
    texts,
    operatingSystem: process.platform,
    isDevelopment: !app.isPackaged,
    actions: {
      newWindow: () => void windows.open(),
      restartEngine: supervisor.restart,
      openLogs: () => void shell.openPath(paths.logs),
    },
  });

  app.on('second-instance', () => void windows.focus());
  app.on('activate', () => void windows.focus());
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });

  let ended: Promise<void> | null = null;
  app.on('will-quit', (event) => {
    // Prevented once: after the engine has ended, the second quit passes.
    if (ended) return;
    event.preventDefault();
    ended = supervisor
      .dispose()
      .then(unlockData)
      .then(logFile.flush)
      .finally(() => app.quit());
  });

  supervisor.start();
  await windows.open();
};

if (app.requestSingleInstanceLock()) {
  run().catch((error: unknown) => {
    logger.error('cannot start', { [logFields.error]: error });
    dialog.showErrorBox(textsFor(app.getLocale()).cannotStart, error instanceof Error ? error.message : String(error));
    void logFile.flush().finally(() => app.exit(1));
  });
} else {
  app.quit();
}
