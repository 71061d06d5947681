import type { Program } from './program';
import { isoTime, plainTime, tickOf } from './requests';

const mib = 2 ** 20;

export const mysql: Program = {
  readyAfterMs: 6000,
  port: 3306,
  stopCode: 0,
  stopMs: 3000,
  demand: 'mysql',
  cost: { idleCpu: 0.008, cpuPerRequest: 0.0012, baseBytes: 390 * mib, warmBytes: 640 * mib, startCpu: 0.6 },
  greeting: ['[System] [MY-010116] [Server] /usr/sbin/mysqld (mysqld {version}) starting as process 1', '[System] [MY-013576] [InnoDB] InnoDB initialization has started.', '[System] [MY-013577] [InnoDB] InnoDB initialization has ended.', '[Warning] [MY-010068] [Server] CA certificate ca.pem is self signed.', '[System] [MY-010931] [Server] /usr/sbin/mysqld: ready for connections. Version: \'{version}\'  socket: \'/var/run/mysqld/mysqld.sock\'  port: 3306  MySQL Community Server - GPL.'],
  ticks: [],
  tickMs: 30_000,
  lines(n, around) {
    const tick = tickOf(n, around, 'mysql', 30_000, 600);
    const slow = Array.from({ length: tick.requests }, (_, i) => `${isoTime(tick.at)} ${40 + i} [Note] [MY-011953] [InnoDB] Page cleaner took ${4000 + Math.floor(tick.chance(`ms${i}`) * 3000)}ms to flush ${Math.floor(tick.chance(`pages${i}`) * 2000)} pages`);
    if (tick.chance('aborted') < 0.01) slow.push(`${isoTime(tick.at)} ${1000 + n} [Warning] [MY-010055] [Server] Aborted connection ${1000 + n} to db: 'nicefish' user: 'nicefish' host: '10.244.1.9' (Got timeout reading communication packets).`);
    return slow;
  },
};

export const redis: Program = {
  readyAfterMs: 300,
  port: 6379,
  stopCode: 0,
  demand: 'redis',
  cost: { idleCpu: 0.003, cpuPerRequest: 0.00012, baseBytes: 7 * mib, warmBytes: 38 * mib },
  greeting: ['1:C * oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo', '1:C * Redis version={version}, bits=64, commit=00000000, modified=0, pid=1, just started', '1:M * Running mode=standalone, port=6379.', '1:M * Ready to accept connections tcp'],
  ticks: [],
  tickMs: 300_000,
  lines(n, around) {
    const tick = tickOf(n, around, 'redis', 300_000);
    const time = plainTime(tick.at);
    return [`1:M ${time} * ${Math.max(100, tick.requests)} changes in 300 seconds. Saving...`, `1:M ${time} * Background saving started by pid ${20 + n}`, `${20 + n}:C ${time} * DB saved on disk`, `1:M ${time} * Background saving terminated with success`];
  },
};

export const fluentBit: Program = {
  readyAfterMs: 400,
  port: 2020,
  stopCode: 0,
  cost: { idleCpu: 0.006, cpuPerRequest: 0, baseBytes: 14 * mib, warmBytes: 27 * mib },
  greeting: ['Fluent Bit v{version}', '[ info] [fluent bit] version={version}, commit=, pid=1', '[ info] [input:tail:tail.0] multiline core started', '[ info] [sp] stream processor started'],
  ticks: [],
  tickMs: 10_000,
  lines(n, around) {
    const tick = tickOf(n, around, '', 10_000);
    const time = `[${plainTime(tick.at).slice(0, 19).replaceAll('-', '/')}]`;
    if (tick.chance('retry') < 0.01) return [`${time} [ warn] [engine] failed to flush chunk '1-${tick.at}.${n}.flb', retry in ${6 + (n % 5)} seconds: task_id=${n % 12}, input=tail.0 > output=es.0 (out_id=0)`];
    return n % 6 === 0 ? [`${time} [ info] [input:tail:tail.0] inotify_fs_add(): inode=${100_000 + n} watch_fd=${n % 64} name=/var/log/containers/nicefish-cms.log`] : [];
  },
};

const job = { ticks: [], tickMs: 1000, cost: { idleCpu: 0.15, cpuPerRequest: 0, baseBytes: 40 * mib, warmBytes: 60 * mib } } as const;

/** Fails one night in five: the bucket it uploads to is not always there. */
export const dbBackup: Program = {
  ...job,
  readyAfterMs: 0,
  exits: { afterMs: 12_000, code: 0, wellBy: 0.8 },
  greeting: ['mysqldump --single-transaction nicefish | gzip > /tmp/nicefish.sql.gz', 'dumped 38 tables, 214 MiB'],
  lines: (n, around) => (n === 4 ? [`uploading nicefish.sql.gz to s3://backups/${around.namespace}/`] : []),
};

/** A report that grows with the comments of the day until its limit is too small for it. */
export const report: Program = {
  ...job,
  readyAfterMs: 800,
  port: 9400,
  demand: 'report',
  stopCode: 143,
  cost: { idleCpu: 0.04, cpuPerRequest: 0, baseBytes: 70 * mib, warmBytes: 96 * mib, leakBytesPerHour: 8 * mib },
  greeting: ['report-builder {version} on {host}', 'reading comments of the last 24 hours'],
  tickMs: 15_000,
  lines: (n) => [`{"level":"info","msg":"report built","comments":${1800 + n * 37},"heapMiB":${70 + Math.floor(n / 30)}}`],
};

/** Searches posts; its index is rebuilt every few minutes, and meanwhile it does not want to be asked. */
export const search: Program = {
  readyAfterMs: 1500,
  port: 7700,
  stopCode: 0,
  spells: [{ fails: 'readiness', firstAfterMs: 4 * 60_000, everyMs: 7 * 60_000, forMs: 45_000, statusCode: 503 }],
  demand: 'search',
  cost: { idleCpu: 0.02, cpuPerRequest: 0.002, baseBytes: 60 * mib, warmBytes: 90 * mib },
  greeting: ['search {version}: listening on 0.0.0.0:7700', 'index posts: 412 documents'],
  ticks: [],
  tickMs: 5000,
  lines(n, around) {
    const at = isoTime(around.startedAt + n * 5000);
    const since = (n * 5000 - 4 * 60_000) % (7 * 60_000);
    if (n * 5000 < 4 * 60_000) return n % 12 === 0 ? [`${at} INFO health 200`] : [];
    if (since < 5000) return [`${at} WARN index posts is stale, rebuilding; answering 503 meanwhile`];
    if (since >= 45_000 && since < 50_000) return [`${at} INFO index posts rebuilt in 44.${n % 10} s`];
    return n % 12 === 0 ? [`${at} INFO health 200`] : [];
  },
};
