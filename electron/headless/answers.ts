import type { ServerResponse } from 'node:http';
import { securityHeaders } from '@electron/page/securityHeaders';

const escapeHtml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** A page of plain HTML in both languages, for what must be said before the app itself may be loaded. */
const plainPage = (title: string, lines: readonly string[], head = ''): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><link rel="icon" href="data:,">${head}<title>Wheelhouse</title></head>` +
  `<body><h1>${escapeHtml(title)}</h1>${lines.map((line) => `<p>${escapeHtml(line)}</p>`).join('')}</body></html>`;

const answer = (response: ServerResponse, status: number, html: string, headers: Record<string, string> = {}): void => {
  response.writeHead(status, { ...securityHeaders(null), 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store', ...headers });
  response.end(html);
};

const howToGetALink = [
  'Press Enter in the terminal that Wheelhouse runs in, or send its process SIGUSR1: it prints a new login link. Open that link here.',
  '请在运行 Wheelhouse 的终端中按回车键（或向其进程发送 SIGUSR1），终端会显示新的登录链接，然后在此浏览器中打开该链接。',
];

export const answers = {
  loginNeeded: (response: ServerResponse): void => answer(response, 401, plainPage('Please log in · 请登录', howToGetALink)),

  linkUsed: (response: ServerResponse): void =>
    answer(
      response,
      403,
      plainPage('This login link is used or too old · 登录链接已使用或已过期', ['A link works once, within five minutes. 每个链接仅在五分钟内有效一次。', ...howToGetALink]),
    ),

  tooManyAttempts: (response: ServerResponse): void =>
    answer(response, 429, plainPage('Too many attempts · 尝试次数过多', ['Wait a minute, then try again. 请稍候一分钟再试。']), { 'Retry-After': '60' }),

  /**
   * Not a redirect: after a click on a link in another site's page (a web terminal, a chat), the browser would not
   * send the new SameSite=Strict cookie along. A refresh is a navigation of our own page.
   */
  loggedIn: (response: ServerResponse, cookie: string): void =>
    answer(response, 200, plainPage('Welcome · 欢迎', ['Wheelhouse opens. 正在打开 Wheelhouse。'], '<meta http-equiv="refresh" content="0; url=/">'), { 'Set-Cookie': cookie }),

  /** The log says why. */
  failed: (response: ServerResponse): void => {
    if (!response.headersSent) response.writeHead(500, securityHeaders(null));
    response.end();
  },

  refused: (response: ServerResponse, status: 403 | 404 | 405): void => {
    response.writeHead(status, securityHeaders(null));
    response.end();
  },
};
