import { BrowserWindow, dialog, nativeTheme, screen, type RenderProcessGoneDetails } from 'electron';
import ElectronStore from 'electron-store';
import { logFields } from '@electron/engine/log/fields';
import type { Logger } from '@electron/engine/log/logger';
import { pageUrl } from './origin';
import type { Texts } from './texts';
import { placeWindow, savedWindowSchema, smallestSize } from './windowBounds';

export interface WindowsOptions {
  /** Folder of the file that keeps where the last window was. */
  folder: string;
  preload: string;
  icon: string;
  texts: Texts;
  logger: Logger;
}

export interface Windows {
  open(): Promise<void>;
  /** Brings the first window to the front, or opens one when there is none. */
  focus(): Promise<void>;
  isOurs(contents: Electron.WebContents): boolean;
}

export const createWindows = ({ folder, preload, icon, texts, logger }: WindowsOptions): Windows => {
  // Only where a window was: a file that is cut off is worth no question, hence `clearInvalidConfig`.
  const store = new ElectronStore<{ last: unknown }>({ name: 'window', cwd: folder, clearInvalidConfig: true });
  const all = new Set<BrowserWindow>();

  const offerReload = async (window: BrowserWindow, { reason, exitCode }: RenderProcessGoneDetails): Promise<void> => {
    logger.error('a page went away', { [logFields.outcome]: reason, [logFields.count]: exitCode });
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    const { response } = await dialog.showMessageBox(window, {
      type: 'error',
      message: texts.pageCrashed,
      detail: texts.pageCrashedDetail,
      buttons: [texts.reload, texts.closeWindow],
      defaultId: 0,
      cancelId: 0,
    });
    if (window.isDestroyed()) return;
    if (response === 0) window.webContents.reload();
    else window.destroy();
  };

  const open = async (): Promise<void> => {
    const saved = savedWindowSchema.safeParse(store.get('last')).data ?? null;
    const areas = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map((display) => display.workArea);
    const window = new BrowserWindow({
      ...placeWindow(saved, areas, all.size),
      minWidth: smallestSize.width,
      minHeight: smallestSize.height,
      show: false,
      // Until the page has drawn, so that a dark desktop sees no white flash.
      backgroundColor: nativeTheme.shouldUseDarkColors ? '#1a1b1e' : '#ffffff',
      icon,
      webPreferences: {
        preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        // Its dictionaries come from the network, which nobody asked for.
        spellcheck: false,
      },
    });
    all.add(window);
    if (saved?.maximized && all.size === 1) window.maximize();
    window.once('ready-to-show', () => window.show());
    window.on('close', () => store.set('last', { bounds: window.getNormalBounds(), maximized: window.isMaximized() }));
    window.on('closed', () => all.delete(window));
    window.webContents.on('render-process-gone', (_, details) => void offerReload(window, details));
    await window.loadURL(pageUrl).catch((error: unknown) => {
      // Closed while it loaded: somebody did not want it any more.
      if (!window.isDestroyed()) throw error;
    });
  };

  return {
    open,
    async focus() {
      const [first] = all;
      if (!first) return open();
      if (first.isMinimized()) first.restore();
      first.focus();
    },
    isOurs: (contents) => [...all].some((window) => !window.isDestroyed() && window.webContents === contents),
  };
};
