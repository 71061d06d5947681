import { protocol } from 'electron';
import type { PageFiles } from '@electron/page/pageFiles';
import { securityHeaders } from '@electron/page/securityHeaders';
import { isPageUrl, pageScheme } from './origin';

/** Must be called before the app is ready. */
export const registerPageScheme = (): void =>
  protocol.registerSchemesAsPrivileged([{ scheme: pageScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } }]);

const refuse = (status: number): Response => new Response(null, { status, headers: securityHeaders(null) });

/** Serves the built renderer, and nothing else, at `app://wheelhouse/`. */
export const servePage = (files: PageFiles): void =>
  protocol.handle(pageScheme, async ({ method, url }) => {
    if (!isPageUrl(url)) return refuse(403);
    if (method !== 'GET') return refuse(405);
    const file = await files.read(new URL(url).pathname);
    return file ? new Response(file.body, { headers: file.headers }) : refuse(404);
  });
