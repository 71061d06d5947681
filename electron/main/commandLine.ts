import { parseArgs } from 'node:util';

export interface DesktopOptions {
  /** Folder of settings, vault, journals and audit; null for the usual one. */
  data: string | null;
  demo: boolean;
}

/** Electron and Chromium have switches of their own in the same line, so what is unknown here is no mistake. */
export const parseDesktopOptions = (args: readonly string[], environment: NodeJS.ProcessEnv): DesktopOptions => {
  const { values } = parseArgs({ args: [...args], strict: false, options: { data: { type: 'string' }, demo: { type: 'boolean' } } });
  const data = typeof values.data === 'string' && values.data !== '' ? values.data : environment['WHEELHOUSE_DATA'];
  return { data: data === undefined || data === '' ? null : data, demo: values.demo === true };
};
