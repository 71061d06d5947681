import { numbers } from './numbers';
import type { Program } from './program';
import { sampleSource } from './sample';

const service = (readyAfterMs: number, greeting: string[], ticks: string[], tickMs = 5000): Program => ({ readyAfterMs, greeting, ticks, tickMs });

/** The programs of the demo content, by the name that images give them. */
export const programs = {
  /** The sample service; it logs as the one of a real site does. */
  uuid: { ...service(900, [], []), log: sampleSource },
  ui: service(500, ['nginx/1.27.3', 'start worker processes'], ['GET / HTTP/1.1 200 1043', 'GET /assets/main.js HTTP/1.1 200 418233', 'GET /api/posts?page=1 HTTP/1.1 200 8121'], 3000),
  cms: service(2500, ['Starting NiceFishCmsApplication {version} on {host}', 'HikariPool-1 - Start completed.', 'Tomcat started on port 8080 (http)'], ['GET /api/posts 200 {n} ms', 'GET /api/comments 200 4 ms', 'cache hit post:{n}'], 4000),
  /** The CMS of a version that wants a table nobody made. */
  'cms-unmigrated': {
    readyAfterMs: 2500,
    exits: { afterMs: 4000, code: 1 },
    greeting: ['Starting NiceFishCmsApplication {version} on {host}', 'HikariPool-1 - Starting...', 'ERROR Table \'nicefish.post_tag\' doesn\'t exist', 'APPLICATION FAILED TO START', 'Action: apply migration V27__post_tags.sql'],
    ticks: [],
    tickMs: 4000,
  },
  mysql: service(3000, ['[Server] /usr/sbin/mysqld (mysqld {version}) starting as process 1', '[InnoDB] InnoDB initialization has ended.', '[Server] /usr/sbin/mysqld: ready for connections. port: 3306'], ['[Server] checkpoint {n}'], 60_000),
  redis: service(300, ['oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo', 'Ready to accept connections tcp'], ['100 changes in 300 seconds. Saving...', 'Background saving terminated with success'], 30_000),
  'fluent-bit': service(400, ['Fluent Bit v{version}', '[sp] stream processor started'], ['[output:es:es.0] flushed chunk {n}'], 10_000),
  'db-backup': { readyAfterMs: 0, exits: { afterMs: 12_000, code: 0 }, greeting: ['mysqldump nicefish | gzip', 'uploaded nicefish.sql.gz'], ticks: [], tickMs: 1000 },
  /** For tests of logs. */
  numbers,
} satisfies Record<string, Program>;

export type ProgramName = keyof typeof programs;
