import type { Program, Surroundings } from './program';
import { plainTime, tickOf, type Tick } from './requests';

const mib = 2 ** 20;
const tickMs = 2000;

const calls = ['GET /api/posts', 'GET /api/posts/{n}', 'GET /api/posts/{n}', 'GET /api/comments?post={n}', 'GET /api/users/{n}', 'POST /api/comments', 'GET /api/posts?page=2', 'POST /api/login'] as const;

/** Spring Boot's own colours, as it writes them on a terminal. */
const colour = (code: number, text: string) => `\u001b[${code}m${text}\u001b[0;39m`;

function line(at: number, level: 'INFO' | 'WARN' | 'ERROR' | 'DEBUG', thread: string, logger: string, text: string, isColoured: boolean): string {
  const padded = level.padStart(5);
  if (!isColoured) return `${plainTime(at)} ${padded} 1 --- [${thread.padStart(15)}] ${logger.padEnd(40)} : ${text}`;
  const shade = level === 'ERROR' ? 31 : level === 'WARN' ? 33 : 32;
  return `${colour(2, plainTime(at))} ${colour(shade, padded)} ${colour(35, '1')} ${colour(2, '---')} ${colour(2, `[${thread.padStart(15)}]`)} ${colour(36, logger.padEnd(40))} ${colour(2, ':')} ${text}`;
}

const trace = (cause: string) => [
  `org.springframework.dao.CannotAcquireLockException: could not execute statement; SQL [n/a]; nested exception is ${cause}`,
  '\tat org.springframework.orm.jpa.vendor.HibernateJpaDialect.convertHibernateAccessException(HibernateJpaDialect.java:283)',
  '\tat org.springframework.orm.jpa.AbstractEntityManagerFactoryBean.translateExceptionIfPossible(AbstractEntityManagerFactoryBean.java:551)',
  '\tat com.nicefish.cms.comment.CommentService.add(CommentService.java:74)',
  '\tat com.nicefish.cms.comment.CommentController.create(CommentController.java:41)',
  '\t... 68 common frames omitted',
  `Caused by: ${cause}: Lock wait timeout exceeded; try restarting transaction`,
  '\tat com.mysql.cj.jdbc.exceptions.SQLError.createSQLException(SQLError.java:123)',
  '\t... 84 common frames omitted',
];

function cmsLines(n: number, around: Surroundings): string[] {
  const tick = tickOf(n, around, 'cms', tickMs);
  // Only where developers look does it log with colours, as its profile there says.
  const isColoured = around.namespace === 'dev';
  const say = (...args: [Parameters<typeof line>[1], string, string, string]) => line(tick.at, ...args, isColoured);
  const lines = Array.from({ length: tick.requests }, (_, i) => say('INFO', threadOf(tick, i), 'c.n.cms.web.RequestLog', request(tick, i)));
  const luck = tick.chance('rare');
  if (luck < 0.0006 * (1 + tick.requests)) lines.push(say('ERROR', threadOf(tick, 0), 'o.a.c.c.C.[.[.[/].[dispatcherServlet]', 'Servlet.service() for servlet [dispatcherServlet] threw exception'), ...trace('com.mysql.cj.jdbc.exceptions.MySQLTransactionRollbackException'));
  else if (luck < 0.01) lines.push(say('WARN', 'HikariPool-1 hk', 'com.zaxxer.hikari.pool.PoolBase', `HikariPool-1 - Failed to validate connection com.mysql.cj.jdbc.ConnectionImpl@${Math.floor(luck * 1e9).toString(16)} (No operations allowed after connection closed.)`));
  if (n % 150 === 0) lines.push(say('INFO', 'scheduling-1', 'c.n.cms.cache.CacheReport', `cache posts: ${Math.floor(400 + tick.chance('cache') * 90)} entries, hit rate ${(0.86 + tick.chance('hits') * 0.1).toFixed(2)}`));
  if (n % 15 === 0) lines.push(say('INFO', threadOf(tick, 1), 'c.n.cms.web.RequestLog', 'GET /actuator/health 200 2 ms'));
  return lines;
}

const threadOf = (tick: Tick, i: number) => `nio-8080-exec-${1 + Math.floor(tick.chance(`thread${i}`) * 10)}`;

function request(tick: Tick, i: number): string {
  const call = tick.pick(`call${i}`, calls).replace('{n}', String(1 + Math.floor(tick.chance(`id${i}`) * 420)));
  const luck = tick.chance(`status${i}`);
  const status = luck < 0.003 ? 500 : luck < 0.015 ? 404 : call.startsWith('POST /api/login') && luck < 0.2 ? 401 : call.startsWith('POST') ? 201 : 200;
  return `${call} ${status} ${2 + Math.floor(tick.chance(`ms${i}`) ** 4 * 480)} ms`;
}

const banner = ['  .   ____          _', " /\\\\ / ___'_ __ _ _(_)_ __  __ _", "( ( )\\___ | '_ | '_| | '_ \\/ _` |", " \\\\/  ___)| |_)| | | | | || (_| |", "  '  |____| .__|_| |_|_| |_\\__, |", ' :: Spring Boot ::               (v3.3.5)', ''];
const starting = [...banner, 'INFO 1 --- [main] c.n.cms.NiceFishCmsApplication : Starting NiceFishCmsApplication {version} using Java 21.0.5 with PID 1 on {host}', 'INFO 1 --- [main] com.zaxxer.hikari.HikariDataSource : HikariPool-1 - Starting...'];
const cost = { idleCpu: 0.012, cpuPerRequest: 0.013, baseBytes: 330 * mib, warmBytes: 520 * mib, startCpu: 0.9 };

/** The NiceFish CMS: Spring Boot over MySQL and Redis. */
export const cms: Program = {
  readyAfterMs: 6000,
  port: 8080,
  paths: ['/actuator', '/api'],
  stopMs: 2500,
  demand: 'cms',
  cost,
  greeting: [...starting, 'INFO 1 --- [main] com.zaxxer.hikari.HikariDataSource : HikariPool-1 - Start completed.', 'INFO 1 --- [main] o.f.core.internal.command.DbMigrate : Schema `nicefish` is up to date. No migration necessary.', 'INFO 1 --- [main] o.s.b.w.embedded.tomcat.TomcatWebServer : Tomcat started on port 8080 (http)', 'INFO 1 --- [main] c.n.cms.NiceFishCmsApplication : Started NiceFishCmsApplication in 5.412 seconds'],
  ticks: [],
  tickMs,
  lines: cmsLines,
};

/** The CMS of a version that wants a table nobody made. */
export const unmigratedCms: Program = {
  ...cms,
  exits: { afterMs: 5000, code: 1 },
  greeting: [
    ...starting,
    "ERROR 1 --- [main] o.h.engine.jdbc.spi.SqlExceptionHelper : Table 'nicefish.post_tag' doesn't exist",
    'ERROR 1 --- [main] o.s.boot.SpringApplication : Application run failed',
    "org.springframework.beans.factory.BeanCreationException: Error creating bean with name 'tagRepository'",
    '\tat org.springframework.beans.factory.support.AbstractBeanFactory.doGetBean(AbstractBeanFactory.java:337)',
    '\tat com.nicefish.cms.NiceFishCmsApplication.main(NiceFishCmsApplication.java:18)',
    "Caused by: java.sql.SQLSyntaxErrorException: Table 'nicefish.post_tag' doesn't exist",
    '\t... 41 common frames omitted',
    '***************************',
    'APPLICATION FAILED TO START',
    '***************************',
    'Action: apply migration V27__post_tags.sql',
  ],
  lines: () => [],
};
