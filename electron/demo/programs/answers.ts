import type { Program } from './program';
import { programs, type ProgramName } from './programs';

/** What a program knows when it answers. */
export interface Setting {
  env: Readonly<Record<string, string>>;
  version: string;
  host: string;
  /** Site time since it started, ms. */
  upMs: number;
}

export interface WebRequest {
  method: string;
  /** With its query. */
  path: string;
}

export interface WebAnswer {
  status: number;
  type: string;
  body: string;
}

/** A port that a program serves: HTTP, or lines of a protocol of its own. */
export interface Listener {
  port: number;
  web?: (request: WebRequest, setting: Setting) => WebAnswer;
  /** What it says when somebody connects, and its answer to each line it is sent; null hangs up. */
  talk?: { greeting: Buffer | null; answer: (line: string, setting: Setting) => string | null };
}

const text = (body: string, status = 200): WebAnswer => ({ status, type: 'text/plain', body });
const json = (value: unknown, status = 200): WebAnswer => ({ status, type: 'application/json', body: `${JSON.stringify(value)}\n` });
const html = (body: string, status = 200): WebAnswer => ({ status, type: 'text/html', body });
const pathOf = ({ path }: WebRequest) => path.split('?')[0] ?? '/';

/** As the sample service of the real site: its version, DEMO_VALUE and host name. */
const uuid = (request: WebRequest, { env, version, host }: Setting): WebAnswer => {
  const line = `version=${version} demo=${env['DEMO_VALUE'] ?? ''} host=${host}\n`;
  if (pathOf(request) === '/status') return text(line);
  if (pathOf(request) === '/' || pathOf(request) === '/index.html') return html(line);
  return html('<html><head><title>404 Not Found</title></head>\n<body><h1>404 Not Found</h1>\nThe requested URL was not found\n</body></html>\n', 404);
};

const titles = ['Rolling back without fear', 'What a readiness probe really says', 'Redis in front of MySQL', 'Images, tags and digests', 'A night with a full disk'];
const posts = titles.map((title, index) => ({ id: index + 1, title, author: ['damo', 'xiaoyu', 'ana'][index % 3], comments: (index * 7) % 11 }));

const ui = (request: WebRequest, { version }: Setting): WebAnswer => {
  const path = pathOf(request);
  if (path.startsWith('/api/')) return cms({ ...request, path: request.path }, { env: {}, version, host: 'nicefish-cms', upMs: 0 });
  if (path === '/assets/main.js') return { status: 200, type: 'application/javascript', body: `console.log("NiceFish UI ${version}");\n` };
  if (path !== '/' && path !== '/index.html') return html('<html>\r\n<head><title>404 Not Found</title></head>\r\n<body>\r\n<center><h1>404 Not Found</h1></center>\r\n<hr><center>nginx/1.27.3</center>\r\n</body>\r\n</html>\r\n', 404);
  const list = posts.map(({ title, author }) => `<li>${title} <small>${author}</small></li>`).join('');
  return html(`<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>NiceFish</title></head><body><h1>NiceFish</h1><p>UI ${version}</p><ul>${list}</ul><script src="/assets/main.js"></script></body></html>\n`);
};

const cms = (request: WebRequest, { version }: Setting): WebAnswer => {
  const path = pathOf(request);
  const [, id] = /^\/api\/posts\/(\d+)$/.exec(path) ?? [];
  if (path === '/actuator/health') return json({ status: 'UP', components: { db: { status: 'UP' }, redis: { status: 'UP' } } });
  if (path === '/actuator/info') return json({ build: { artifact: 'nicefish-cms', version } });
  if (path === '/api/posts') return json({ total: posts.length, posts });
  const post = posts.find((candidate) => candidate.id === Number(id));
  if (post) return json(post);
  return json({ timestamp: new Date(0).toISOString(), status: 404, error: 'Not Found', path }, 404);
};

/** The first packet of MySQL's protocol, version 10: enough for a client to say which server it found. */
function mysqlGreeting(version: string): Buffer {
  const payload = Buffer.concat([Buffer.from([10]), Buffer.from(`${version}\0`, 'latin1'), Buffer.from([8, 0, 0, 0]), Buffer.from('demosite\0', 'latin1'), Buffer.from([0xff, 0xf7, 0xff, 2, 0])]);
  return Buffer.concat([Buffer.from([payload.length & 0xff, payload.length >> 8, 0, 0]), payload]);
}

function redis(line: string, { version, upMs }: Setting): string | null {
  // Clients send arrays (`*1`, `$4`, `PING`); people with nc send the bare word.
  const [command = '', ...args] = line.trim().split(/\s+/);
  if (/^[*$]\d+$/.test(command) || command === '') return '';
  switch (command.toUpperCase()) {
    case 'PING':
      return '+PONG\r\n';
    case 'ECHO':
      return `+${args.join(' ')}\r\n`;
    case 'DBSIZE':
      return ':1432\r\n';
    case 'INFO': {
      const info = `# Server\r\nredis_version:${version}\r\nuptime_in_seconds:${Math.floor(upMs / 1000)}\r\n`;
      return `$${info.length}\r\n${info}\r\n`;
    }
    case 'QUIT':
      return null;
    default:
      return `-ERR unknown command '${command}', with args beginning with: ${args.map((arg) => `'${arg}' `).join('')}\r\n`;
  }
}

const portOf = (setting: Setting, otherwise: number) => Number(setting.env['PORT']) || otherwise;

const listeners: Partial<Record<ProgramName, (setting: Setting) => Listener>> = {
  uuid: (setting) => ({ port: portOf(setting, 30001), web: uuid }),
  ui: () => ({ port: 80, web: ui }),
  cms: () => ({ port: 8080, web: cms }),
  mysql: ({ version }) => ({ port: 3306, talk: { greeting: mysqlGreeting(version), answer: () => null } }),
  redis: () => ({ port: 6379, talk: { greeting: null, answer: redis } }),
};

/** The name of a program; null for one that is not of the demo's content. */
export function programName(program: Program): ProgramName | null {
  const found = Object.entries(programs).find(([, candidate]) => candidate === program);
  return found ? (found[0] as ProgramName) : null;
}

/** What a program listens on once it is up; null where it serves nothing. */
export function listenerOf(program: Program, setting: Setting): Listener | null {
  const name = programName(program);
  const listens = name && listeners[name];
  if (!listens) return null;
  // The sample service listens before it does anything else.
  return name === 'uuid' || setting.upMs >= program.readyAfterMs ? listens(setting) : null;
}
