import type { Program, Repository } from '../kubelet/images';

const registry = 'harbor.example.com';

const service = (readyAfterMs: number, greeting: string[], ticks: string[], tickMs = 5000): Program => ({ readyAfterMs, greeting, ticks, tickMs });

/** Repositories of the site's registry and how their programs behave. */
export const repositories: readonly Repository[] = [
  {
    name: `${registry}/apps/uuid`,
    tags: ['v1.0.0.0', 'v2.0.0.0', 'v3.0.0.0'],
    program: service(900, ['Starting UuidApplication {version} on {host}', 'Tomcat started on port(s): 30001 (http) with context path \'\'', 'Started UuidApplication in 0.871 seconds'], ['GET /status 200 version={version} host={host}', 'GET /uuid 200 n={n}']),
  },
  {
    name: `${registry}/nicefish/ui`,
    tags: ['1.6.0', '1.7.0', '1.8.0', '1.8.1'],
    program: service(500, ['nginx/1.27.3', 'start worker processes'], ['GET / HTTP/1.1 200 1043', 'GET /assets/main.js HTTP/1.1 200 418233', 'GET /api/posts?page=1 HTTP/1.1 200 8121'], 3000),
  },
  {
    name: `${registry}/nicefish/cms`,
    tags: ['2.3.0', '2.4.0', '2.5.0', '2.5.1', '2.6.0-rc1'],
    program: service(2500, ['Starting NiceFishCmsApplication {version} on {host}', 'HikariPool-1 - Start completed.', 'Tomcat started on port 8080 (http)'], ['GET /api/posts 200 {n} ms', 'GET /api/comments 200 4 ms', 'cache hit post:{n}'], 4000),
    exceptions: {
      '2.6.0-rc1': {
        exits: { afterMs: 4000, code: 1 },
        greeting: ['Starting NiceFishCmsApplication {version} on {host}', 'HikariPool-1 - Starting...', 'ERROR Table \'nicefish.post_tag\' doesn\'t exist', 'APPLICATION FAILED TO START', 'Action: apply migration V27__post_tags.sql'],
      },
    },
  },
  {
    name: `${registry}/nicefish/db`,
    tags: ['8.0.36', '8.0.40'],
    program: service(3000, ['[Server] /usr/sbin/mysqld (mysqld {version}) starting as process 1', '[InnoDB] InnoDB initialization has ended.', '[Server] /usr/sbin/mysqld: ready for connections. port: 3306'], ['[Server] checkpoint {n}'], 60_000),
  },
  {
    name: `${registry}/library/redis`,
    tags: ['7.2.5', '7.4.1'],
    program: service(300, ['oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo', 'Ready to accept connections tcp'], ['100 changes in 300 seconds. Saving...', 'Background saving terminated with success'], 30_000),
  },
  {
    name: `${registry}/library/fluent-bit`,
    tags: ['3.1.9', '3.2.2'],
    program: service(400, ['Fluent Bit v{version}', '[sp] stream processor started'], ['[output:es:es.0] flushed chunk {n}'], 10_000),
  },
  {
    name: `${registry}/nicefish/db-backup`,
    tags: ['1.2.0'],
    program: { readyAfterMs: 0, exits: { afterMs: 12_000, code: 0 }, greeting: ['mysqldump nicefish | gzip', 'uploaded nicefish.sql.gz'], ticks: [], tickMs: 1000 },
  },
];
