import type { Architecture } from '../../content/images';
import type { ProgramName } from '../../programs/programs';
import type { ImageFile } from './tar';

/** How the image of a program is laid out. */
export interface ImageLayout {
  title: string;
  ports: readonly number[];
  env: readonly string[];
  command: readonly string[];
  workingDir: string;
  files(version: string): ImageFile[];
}

const simulated = 'An image of the demo site of Wheelhouse. Its programs are simulated there and do nothing elsewhere.\n';
const stubs = ['sh', 'ls', 'cat', 'env', 'ps', 'date', 'echo'];
const machine: Record<Architecture, string> = { amd64: 'x86_64', arm64: 'aarch64' };

/** The layer that all images of an architecture share. */
export function baseFiles(architecture: Architecture): ImageFile[] {
  return [
    { path: 'bin/' },
    ...stubs.map((name) => ({ path: `bin/${name}`, text: simulated, isExecutable: true })),
    { path: 'etc/' },
    { path: 'etc/os-release', text: 'NAME="Wheelhouse Demo Linux"\nID=wheelhouse-demo\nVERSION_ID=1\nPRETTY_NAME="Wheelhouse Demo Linux 1"\n' },
    { path: 'etc/arch', text: `${machine[architecture]}\n` },
    { path: 'etc/passwd', text: 'root:x:0:0:root:/root:/bin/sh\napp:x:1000:1000:app:/app:/bin/sh\n' },
    { path: 'etc/group', text: 'root:x:0:\napp:x:1000:\n' },
    { path: 'root/' },
    { path: 'tmp/' },
    { path: 'var/' },
    { path: 'var/log/' },
  ];
}

const program = (path: string): ImageFile => ({ path, text: simulated, isExecutable: true });
const path = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

function javaService(title: string, port: number, properties: (version: string) => string): ImageLayout {
  const jar = `${title}.jar`;
  return {
    title,
    ports: [port],
    env: [path, 'JAVA_VERSION=17.0.13'],
    command: ['java', '-jar', `/app/${jar}`],
    workingDir: '/app',
    files: (version) => [
      { path: 'usr/' },
      { path: 'usr/bin/' },
      program('usr/bin/java'),
      { path: 'app/' },
      { path: `app/${jar}`, text: `${title} ${version}\n${simulated}` },
      { path: 'app/application.properties', text: `server.port=${port}\n${properties(version)}` },
      { path: 'app/VERSION', text: `${version}\n` },
    ],
  };
}

function daemon(title: string, binary: string, ports: readonly number[], config: ImageFile & { text: string }): ImageLayout {
  const folders = config.path.split('/').slice(0, -1);
  return {
    title,
    ports,
    env: [path],
    command: [`/usr/bin/${binary}`],
    workingDir: '/',
    files: (version) => [
      { path: 'usr/' },
      { path: 'usr/bin/' },
      program(`usr/bin/${binary}`),
      ...folders.map((_, index) => ({ path: `${folders.slice(0, index + 1).join('/')}/` })),
      { ...config, text: `# ${title} ${version}\n${config.text}` },
    ],
  };
}

const ui: ImageLayout = {
  title: 'nicefish-ui',
  ports: [80],
  env: [path, 'NGINX_VERSION=1.27.3'],
  command: ['nginx', '-g', 'daemon off;'],
  workingDir: '/',
  files: (version) => [
    { path: 'usr/' },
    { path: 'usr/sbin/' },
    program('usr/sbin/nginx'),
    { path: 'usr/share/' },
    { path: 'usr/share/nginx/' },
    { path: 'usr/share/nginx/html/' },
    { path: 'usr/share/nginx/html/index.html', text: `<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>NiceFish</title><meta name="version" content="${version}"></head>\n<body><div id="root"></div><script src="/assets/main.js"></script></body>\n</html>\n` },
    { path: 'usr/share/nginx/html/assets/' },
    { path: 'usr/share/nginx/html/assets/main.js', text: `document.getElementById('root').textContent = 'NiceFish ${version}';\n` },
  ],
};

const uuid = javaService('uuid', 30001, (version) => `demo.version=${version}\n`);
const cms = javaService('nicefish-cms', 8080, () => 'spring.datasource.url=jdbc:mysql://nicefish-db:3306/nicefish\nspring.redis.host=nicefish-redis\n');

const layouts: Partial<Record<ProgramName, ImageLayout>> = {
  uuid,
  ui,
  cms,
  'cms-unmigrated': cms,
  mysql: daemon('mysql', 'mysqld', [3306], { path: 'etc/mysql/my.cnf', text: '[mysqld]\ndatadir=/var/lib/mysql\nmax_connections=151\n' }),
  redis: daemon('redis', 'redis-server', [6379], { path: 'etc/redis/redis.conf', text: 'port 6379\nsave 300 100\nmaxmemory-policy allkeys-lru\n' }),
  'fluent-bit': daemon('fluent-bit', 'fluent-bit', [2020], { path: 'fluent-bit/etc/fluent-bit.conf', text: '[SERVICE]\n    Flush 1\n[INPUT]\n    Name tail\n    Path /var/log/containers/*.log\n[OUTPUT]\n    Name es\n' }),
  'db-backup': daemon('nicefish-db-backup', 'backup.sh', [], { path: 'etc/backup/backup.conf', text: 'database=nicefish\nkeep=7\n' }),
};

export function layoutOf(name: ProgramName): ImageLayout {
  return layouts[name] ?? daemon(name, name, [], { path: `etc/${name}.conf`, text: '' });
}
