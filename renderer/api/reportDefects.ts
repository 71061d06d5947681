import type { EngineClient } from '@shared/contract';

/** What no component caught goes to the engine's log; the engine limits the rate. */
export const reportDefects = (page: Window, client: EngineClient): void => {
  const report = (error: unknown, where: string): void => {
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    const stack = error instanceof Error ? (error.stack ?? '') : '';
    void client.app.report({ message: message.slice(0, 2000), where: `${where}\n${stack}`.slice(0, 4000) });
  };
  page.addEventListener('error', (event) => report(event.error ?? event.message, 'window.error'));
  page.addEventListener('unhandledrejection', (event) => report(event.reason, 'unhandledrejection'));
};
