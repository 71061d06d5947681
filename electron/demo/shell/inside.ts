import type { RunningContainer } from '../kubelet/running';
import { programName } from '../programs/answers';
import type { ProgramName } from '../programs/programs';

interface Inside {
  processes: readonly { command: string; user?: string; residentKiB: number }[];
  /** Files of the image, by path. */
  files: Readonly<Record<string, string>>;
}

/** What is in the images of the demo's programs, as far as somebody who looks around sees it. `{version}` is filled in. */
const insides: Partial<Record<ProgramName, Inside>> = {
  uuid: {
    processes: [{ command: '/bin/sh /serve.sh', residentKiB: 1264 }, { command: 'httpd -p 30001 -h /www', residentKiB: 640 }],
    files: { '/serve.sh': '#!/bin/sh\n# The sample service: answers HTTP on $PORT with its version and DEMO_VALUE.\nexec httpd -f -p "${PORT:-30001}" -h /www\n', '/www/status': 'version={version}\n', '/www/index.html': 'version={version}\n' },
  },
  ui: {
    processes: [
      { command: 'nginx: master process nginx -g daemon off;', residentKiB: 9120 },
      { command: 'nginx: worker process', user: 'nginx', residentKiB: 4212 },
      { command: 'nginx: worker process', user: 'nginx', residentKiB: 4208 },
    ],
    files: {
      '/etc/nginx/nginx.conf': 'user nginx;\nworker_processes auto;\nevents { worker_connections 1024; }\nhttp {\n  include /etc/nginx/conf.d/*.conf;\n}\n',
      '/usr/share/nginx/html/index.html': '<!doctype html><title>NiceFish</title><h1>NiceFish</h1><p>UI {version}</p>\n',
      '/usr/share/nginx/html/assets/main.js': 'console.log("NiceFish UI {version}");\n',
      '/var/log/nginx/error.log': '',
    },
  },
  cms: {
    processes: [{ command: 'java -XX:MaxRAMPercentage=75 -jar /app/nicefish-cms.jar', user: 'app', residentKiB: 421_320 }],
    files: { '/app/nicefish-cms.jar': 'PK\u0003\u0004 nicefish-cms {version}\n', '/app/application.yml': 'spring:\n  datasource:\n    url: jdbc:mysql://nicefish-db:3306/nicefish\n  redis:\n    host: nicefish-redis\nserver:\n  port: 8080\n' },
  },
  'cms-unmigrated': {
    processes: [{ command: 'java -XX:MaxRAMPercentage=75 -jar /app/nicefish-cms.jar', user: 'app', residentKiB: 298_112 }],
    files: { '/app/nicefish-cms.jar': 'PK\u0003\u0004 nicefish-cms {version}\n' },
  },
  mysql: {
    processes: [{ command: 'mysqld --user=mysql', user: 'mysql', residentKiB: 612_480 }],
    files: { '/etc/my.cnf': '[mysqld]\ndatadir=/var/lib/mysql\nskip-name-resolve\n', '/var/lib/mysql/nicefish/post.ibd': 'InnoDB\n', '/var/lib/mysql/auto.cnf': '[auto]\nserver-uuid=7b1b3ce8-0000-4000-8000-000000000001\n' },
  },
  redis: {
    processes: [{ command: 'redis-server *:6379', user: 'redis', residentKiB: 11_264 }],
    files: { '/data/dump.rdb': 'REDIS0011\n', '/usr/local/etc/redis/redis.conf': 'save 300 100\nappendonly no\n' },
  },
  'fluent-bit': {
    processes: [{ command: '/fluent-bit/bin/fluent-bit -c /fluent-bit/etc/fluent-bit.conf', residentKiB: 34_816 }],
    files: { '/fluent-bit/etc/fluent-bit.conf': '[SERVICE]\n    Flush 5\n[INPUT]\n    Name tail\n    Path /var/log/containers/*.log\n' },
  },
};

const insideOf = ({ program }: RunningContainer): Inside | undefined => {
  const name = programName(program);
  return name ? insides[name] : undefined;
};

/** The processes its program is, the first being the container's own. */
export function firstProcesses(running: RunningContainer, env: Readonly<Record<string, string>>): { command: string; user: string; residentKiB: number }[] {
  const { command, args } = running.container as { command?: string[]; args?: string[] };
  const asked = [...(command ?? []), ...(args ?? [])].join(' ');
  const known = insideOf(running)?.processes ?? [{ command: `/${programName(running.program) ?? 'app'}`, residentKiB: 2048 }];
  return known.map(({ command: line, user = 'root', residentKiB }, index) => ({ command: (index === 0 && asked) || line.replace('30001', env['PORT'] ?? '30001'), user, residentKiB }));
}

export function imageFiles(running: RunningContainer): Record<string, string> {
  const files = insideOf(running)?.files ?? {};
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [path, text.replaceAll('{version}', running.version)]));
}
