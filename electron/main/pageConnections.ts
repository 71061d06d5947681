import { ipcMain, type IpcMainEvent, type MessagePortMain } from 'electron';
import { logFields } from '@electron/engine/log/fields';
import type { Logger } from '@electron/engine/log/logger';
import { isPageUrl } from './origin';

export interface PageConnectionsOptions {
  isOurs(contents: Electron.WebContents): boolean;
  connect(peerId: string, port: MessagePortMain): void;
  logger: Logger;
}

/** The one channel between pages and the main process: a page hands over its port to the engine. */
export const acceptPages = ({ isOurs, connect, logger }: PageConnectionsOptions): void => {
  const isTrusted = ({ sender, senderFrame }: IpcMainEvent): boolean =>
    isOurs(sender) && senderFrame !== null && senderFrame === sender.mainFrame && isPageUrl(senderFrame.url);

  ipcMain.on('wheelhouse:connect', (event) => {
    const [port, ...others] = event.ports;
    if (port && others.length === 0 && isTrusted(event)) return connect(`window-${event.sender.id}`, port);
    logger.warn('refused: a connection from something that is not our page', { [logFields.path]: event.senderFrame?.url ?? null });
    for (const refused of event.ports) refused.close();
  });
};
