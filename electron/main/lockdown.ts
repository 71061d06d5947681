import { app, session, type WebContents } from 'electron';
import { logFields } from '@electron/engine/log/fields';
import type { Logger } from '@electron/engine/log/logger';
import { isPageUrl } from './origin';

/** The page writes to the clipboard on a click ("copy name"); it may do nothing else that needs a permission. */
const allowedPermissions: readonly string[] = ['clipboard-sanitized-write'];

const lockContents = (contents: WebContents, logger: Logger): void => {
  const refuse = (event: { preventDefault(): void }, what: string, address: string): void => {
    event.preventDefault();
    logger.warn(`refused: ${what}`, { [logFields.path]: address });
  };
  contents.setWindowOpenHandler(({ url }) => {
    logger.warn('refused: a window opened by the page', { [logFields.path]: url });
    return { action: 'deny' };
  });
  contents.on('will-navigate', (event) => {
    if (!isPageUrl(event.url)) refuse(event, 'navigation', event.url);
  });
  contents.on('will-redirect', (event) => refuse(event, 'redirect', event.url));
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame) refuse(event, 'a frame', event.url);
  });
  contents.on('will-attach-webview', (event) => refuse(event, 'a webview', ''));
};

/** Shuts every way by which a page could reach more than the engine's contract: for all windows there will ever be. */
export const lockDown = (logger: Logger): void => {
  app.on('web-contents-created', (_, contents) => lockContents(contents, logger));
  const pages = session.defaultSession;
  pages.setPermissionRequestHandler((_, permission, answer) => answer(allowedPermissions.includes(permission)));
  pages.setPermissionCheckHandler((_, permission) => allowedPermissions.includes(permission));
  pages.setDevicePermissionHandler(() => false);
  pages.on('will-download', (event, item) => {
    // What the page makes itself (exports) is a blob; nothing is fetched from elsewhere.
    if (!item.getURL().startsWith('blob:')) event.preventDefault();
  });
};
