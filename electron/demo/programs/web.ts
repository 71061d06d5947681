import type { Program, Surroundings } from './program';
import { isoTime, tickOf, type Tick } from './requests';
import { sampleSource } from './sample';

const mib = 2 ** 20;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (value: number) => String(value).padStart(2, '0');

/** `22/Nov/2026:17:51:53 +0000`, as nginx writes it. */
function commonTime(at: number): string {
  const date = new Date(at);
  return `${two(date.getUTCDate())}/${months[date.getUTCMonth()]}/${date.getUTCFullYear()}:${isoTime(at).slice(11, 19)} +0000`;
}

const pages = ['/', '/', '/post/{n}', '/post/{n}', '/assets/main.js', '/assets/styles.css', '/api/posts?page=1', '/api/posts/{n}', '/api/comments?post={n}', '/user/{n}', '/assets/logo.svg', '/search?q=mermaid'] as const;
const browsers = ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36', 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15', 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X)', 'Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0'] as const;

function access(tick: Tick, i: number): string {
  const path = tick.pick(`path${i}`, pages).replace('{n}', String(1 + Math.floor(tick.chance(`post${i}`) * 420)));
  const luck = tick.chance(`status${i}`);
  const status = luck < 0.004 ? 502 : luck < 0.02 ? 404 : path.startsWith('/assets') && luck < 0.5 ? 304 : 200;
  const size = status === 304 ? 0 : status >= 400 ? 157 : 300 + Math.floor(tick.chance(`size${i}`) ** 3 * 420_000);
  const ip = `10.244.${1 + Math.floor(tick.chance(`net${i}`) * 2)}.${2 + Math.floor(tick.chance(`ip${i}`) * 40)}`;
  return `${ip} - - [${commonTime(tick.at)}] "GET ${path} HTTP/1.1" ${status} ${size} "-" "${tick.pick(`browser${i}`, browsers)}"`;
}

function webLines(n: number, around: Surroundings): string[] {
  const tick = tickOf(n, around, 'ui', 1000);
  const lines = Array.from({ length: tick.requests }, (_, i) => access(tick, i));
  // The kubelet asks too.
  if (n % 10 === 0) lines.push(`10.244.1.1 - - [${commonTime(tick.at)}] "GET / HTTP/1.1" 200 1043 "-" "kube-probe/1.34"`);
  if (lines.some((line) => line.includes('" 502 '))) {
    const time = isoTime(tick.at).slice(0, 19).replaceAll('-', '/').replace('T', ' ');
    lines.push(`${time} [error] 29#29: *${n} upstream prematurely closed connection while reading response header from upstream, client: 10.244.1.7, server: _, request: "GET /api/posts?page=1 HTTP/1.1", upstream: "http://nicefish-cms:8080/api/posts?page=1"`);
  }
  return lines;
}

/** The NiceFish UI: nginx with its access log. */
export const web: Program = {
  readyAfterMs: 500,
  port: 80,
  stopCode: 0,
  demand: 'ui',
  cost: { idleCpu: 0.001, cpuPerRequest: 0.0008, baseBytes: 9 * mib, warmBytes: 16 * mib },
  greeting: ['/docker-entrypoint.sh: Configuration complete; ready for start up', '[notice] 1#1: nginx/1.27.3', '[notice] 1#1: OS: Linux 6.1.0-28-amd64', '[notice] 1#1: start worker processes', '[notice] 1#1: start worker process 29'],
  ticks: [],
  tickMs: 1000,
  lines: webLines,
};

/** The uuid service; it logs as the sample service of a real site does. */
export const uuid: Program = {
  readyAfterMs: 700,
  port: 30001,
  paths: ['/status', '/uuid', '/actuator'],
  demand: 'uuid',
  cost: { idleCpu: 0.003, cpuPerRequest: 0.0015, baseBytes: 92 * mib, warmBytes: 118 * mib, startCpu: 0.3 },
  greeting: [],
  ticks: [],
  tickMs: 2000,
  log: sampleSource,
};
