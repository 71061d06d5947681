import type { Site } from '../site';
import type { DrivenClock } from '../time/clock';
import { namespaceDraft } from './cluster';
import { createAuthor, type Author } from './create';
import { logCollectorDraft, logCollectorImage, nicefishDrafts, nicefishImage, nicefishProductionDrafts, redisImage } from './nicefish';
import { uuidDrafts, uuidImage } from './uuid';

/** Days of history the content needs before now. */
export const historyDays = 24;

const hourMs = 3600 * 1000;
const namespaces = ['dev', 'test', 'prod'] as const;

interface Moment {
  daysAgo: number;
  happens: () => void;
}

/** Plays the site's past from `historyDays` ago until now, through the same controllers that run later. */
export function playHistory(site: Site & { clock: DrivenClock }, registry: string): void {
  const end = site.clock.now() + historyDays * 24 * hourMs;
  const moments = [...beginnings(createAuthor(site, 'kubectl-client-side-apply'), registry), ...releases(createAuthor(site, 'kubectl-set'), registry), ...troubles(createAuthor(site, 'kubectl-set'), registry)];
  for (const { daysAgo, happens } of moments.sort((a, b) => b.daysAgo - a.daysAgo)) {
    site.clock.advance(end - daysAgo * 24 * hourMs - site.clock.now());
    happens();
  }
  site.clock.advance(end - site.clock.now());
}

function beginnings(author: Author, registry: string): Moment[] {
  const deploy = (namespace: (typeof namespaces)[number], replicas: number, host: string, nodePort: number) => {
    author.create(namespace, ...nicefishDrafts({ registry, host, replicas, versions: { ui: '1.6.0', cms: '2.3.0', db: '8.0.36', redis: '7.2.5' }, passwords: { db: `nicefish-${namespace}-password` } }));
    author.create(namespace, ...uuidDrafts({ registry, version: 'v1.0.0.0', replicas: 3, value: `hello from ${namespace}`, nodePort, cause: 'first deployment of uuid v1.0.0.0' }));
  };
  return [
    {
      daysAgo: 23.9,
      happens: () => {
        author.create(undefined, ...namespaces.map(namespaceDraft));
        author.create('dev', logCollectorDraft(registry, '3.1.9'));
      },
    },
    { daysAgo: 23.5, happens: () => deploy('dev', 1, 'nicefish.dev.example.com', 30001) },
    { daysAgo: 21, happens: () => deploy('test', 1, 'nicefish.test.example.com', 30002) },
    {
      daysAgo: 18,
      happens: () => {
        deploy('prod', 2, 'nicefish.example.com', 30003);
        author.create('prod', ...nicefishProductionDrafts());
      },
    },
  ];
}

function releases(author: Author, registry: string): Moment[] {
  const setImage = (daysAgo: number, namespace: string, kind: string, name: string, container: string, image: string, why: string): Moment => ({
    daysAgo,
    happens: () => author.patch(kind, namespace, name, { metadata: { annotations: { 'kubernetes.io/change-cause': why } }, spec: { template: { spec: { containers: [{ name: container, image }] } } } }),
  });
  const uuid = (daysAgo: number, namespace: string, version: string) => setImage(daysAgo, namespace, 'Deployment', 'uuid-deploy', 'uuid-server', uuidImage(registry, version), `uuid ${version}`);
  const ui = (daysAgo: number, namespace: string, version: string) => setImage(daysAgo, namespace, 'Deployment', 'nicefish-ui', 'ui', nicefishImage(registry, 'ui', version), `UI ${version}`);
  const cms = (daysAgo: number, namespace: string, version: string) => setImage(daysAgo, namespace, 'Deployment', 'nicefish-cms', 'cms', nicefishImage(registry, 'cms', version), `CMS ${version}`);
  const redis = (daysAgo: number, namespace: string) => setImage(daysAgo, namespace, 'Deployment', 'nicefish-redis', 'redis', redisImage(registry, '7.4.1'), 'Redis 7.4.1: security fixes');
  const db = (daysAgo: number, namespace: string) => setImage(daysAgo, namespace, 'StatefulSet', 'nicefish-db', 'mysql', nicefishImage(registry, 'db', '8.0.40'), 'MySQL 8.0.40: security fixes');
  return [
    ...[ui(22, 'dev', '1.7.0'), cms(21.5, 'dev', '2.4.0'), uuid(20, 'dev', 'v2.0.0.0'), cms(15, 'dev', '2.5.0'), ui(14, 'dev', '1.8.0'), cms(9, 'dev', '2.5.1'), uuid(6, 'dev', 'v3.0.0.0')],
    ...[ui(20.2, 'test', '1.7.0'), cms(19, 'test', '2.4.0'), cms(13, 'test', '2.5.0'), ui(12, 'test', '1.8.0'), uuid(11, 'test', 'v2.0.0.0'), cms(7, 'test', '2.5.1')],
    ...[ui(10.1, 'prod', '1.7.0'), cms(10, 'prod', '2.4.0'), cms(4, 'prod', '2.5.0'), ui(3.9, 'prod', '1.8.0')],
    ...[redis(16, 'dev'), redis(12.5, 'test'), redis(8, 'prod'), db(16.5, 'dev'), db(12.6, 'test'), db(8.1, 'prod')],
    setImage(5, 'dev', 'DaemonSet', 'log-collector', 'fluent-bit', logCollectorImage(registry, '3.2.2'), 'fluent-bit 3.2.2'),
  ];
}

/** What is wrong in dev today: a CMS that crashes for want of a migration, and a UI whose image nobody pushed. */
function troubles(author: Author, registry: string): Moment[] {
  const set = (name: string, container: string, image: string, why: string) => () =>
    author.patch('Deployment', 'dev', name, { metadata: { annotations: { 'kubernetes.io/change-cause': why } }, spec: { template: { spec: { containers: [{ name: container, image }] } } } });
  return [
    { daysAgo: 3 / 24, happens: set('nicefish-cms', 'cms', nicefishImage(registry, 'cms', '2.6.0-rc1'), 'CMS 2.6.0-rc1: tags for posts') },
    { daysAgo: 0.5 / 24, happens: set('nicefish-ui', 'ui', nicefishImage(registry, 'ui', '1.9.0'), 'UI 1.9.0: dark theme') },
  ];
}
