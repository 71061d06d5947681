import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { Texts } from './texts';

export interface MenuActions {
  newWindow(): void;
  restartEngine(): void;
  openLogs(): void;
}

export interface MenuOptions {
  texts: Texts;
  operatingSystem: NodeJS.Platform;
  isDevelopment: boolean;
  actions: MenuActions;
}

const separator: MenuItemConstructorOptions = { type: 'separator' };

/** The window menu. What acts on environments is in the page, where it is the same on every host. */
export const menuTemplate = ({ texts, operatingSystem, isDevelopment, actions }: MenuOptions): MenuItemConstructorOptions[] => [
  ...(operatingSystem === 'darwin' ? [{ role: 'appMenu' } as const] : []),
  {
    label: texts.file,
    submenu: [
      { id: 'new-window', label: texts.newWindow, accelerator: 'CmdOrCtrl+Shift+N', click: actions.newWindow },
      separator,
      { role: operatingSystem === 'darwin' ? 'close' : 'quit' },
    ],
  },
  { label: texts.edit, role: 'editMenu' },
  {
    label: texts.view,
    submenu: [
      { role: 'reload' },
      ...(isDevelopment ? [{ role: 'toggleDevTools' } as const] : []),
      separator,
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      separator,
      { role: 'togglefullscreen' },
    ],
  },
  { label: texts.window, role: 'windowMenu' },
  {
    label: texts.help,
    role: 'help',
    submenu: [
      { id: 'open-logs', label: texts.openLogs, click: actions.openLogs },
      { id: 'restart-engine', label: texts.restartEngine, click: actions.restartEngine },
    ],
  },
];

export const setMenu = (options: MenuOptions): void => Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(options)));
