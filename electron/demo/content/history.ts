import type { Site } from '../site';
import type { DrivenClock } from '../time/clock';
import { createCalendar, playMoments, type Moment } from './calendar';
import { namespaceDraft } from './cluster';
import { createAuthor } from './create';
import { logCollectorDraft, reportDrafts, searchDrafts } from './experiments';
import { nicefishDrafts } from './nicefish';
import { productionDrafts } from './production';
import { createReleases, jenkinsCause } from './releases';
import { uuidDrafts } from './uuid';

/** Days of history the content needs before now: sixteen working days, whatever day it is. */
export const historyDays = 26;

const namespaces = ['dev', 'test', 'prod'] as const;
type Calendar = ReturnType<typeof createCalendar>;

/** Plays the connected site's past from `historyDays` ago until now, through the same controllers that run later. */
export function playHistory(site: Site & { clock: DrivenClock }, registry: string): void {
  const end = site.clock.now() + historyDays * 24 * 3600 * 1000;
  const calendar = createCalendar(end);
  playMoments(site.clock, [...beginnings(site, registry, calendar), ...releases(site, registry, calendar), ...troubles(site, registry, calendar)], end);
}

function beginnings(site: Site, registry: string, { on, hoursAgo }: Calendar): Moment[] {
  const author = createAuthor(site, 'kubectl-client-side-apply');
  const deploy = (namespace: (typeof namespaces)[number], host: string, nodePort: number) => {
    const isProduction = namespace === 'prod';
    author.create(
      namespace,
      ...nicefishDrafts({
        registry,
        host,
        replicas: isProduction ? 2 : 1,
        versions: { ui: '1.6.0', cms: '2.3.0', db: '8.0.36', redis: '7.2.5' },
        passwords: { db: `nicefish-${namespace}-password` },
        profile: namespace,
        storage: isProduction ? '20Gi' : '8Gi',
        retriesBackups: namespace !== 'test',
      }),
      ...uuidDrafts({ registry, version: 'v1.0.0.0', replicas: 3, value: namespace, nodePort, cause: 'first deployment of uuid v1.0.0.0' }),
    );
  };
  return [
    on(16, '09:05', () => {
      author.create(undefined, ...namespaces.map(namespaceDraft));
      author.create('dev', logCollectorDraft(registry, '3.1.9'));
    }),
    on(16, '10:40', () => deploy('dev', 'nicefish.dev.example.com', 30049)),
    on(14, '13:30', () => deploy('test', 'nicefish.test.example.com', 30050)),
    on(12, '15:10', () => {
      author.create('prod', ...productionDrafts());
      deploy('prod', 'nicefish.example.com', 30051);
    }),
    on(9, '11:15', () => author.create('test', ...reportDrafts(registry))),
    hoursAgo(5, () => author.create('dev', ...searchDrafts(registry))),
  ];
}

/** Jenkins brings each version to dev at once and to test some days later; production is released by people, and not on Fridays if they can help it. */
function releases(site: Site, registry: string, { on }: Calendar): Moment[] {
  const { byJenkins, byHand, undo } = createReleases(site, registry);
  const missing = '2.5.0-SNAPSHOT';
  return [
    on(15, '10:12', () => byJenkins('dev', 'ui', '1.7.0', 88)),
    on(15, '14:47', () => byJenkins('dev', 'cms', '2.4.0', 201)),
    on(14, '09:31', () => byJenkins('dev', 'uuid', 'v2.0.0.0', 31)),
    on(13, '10:05', () => byJenkins('test', 'ui', '1.7.0', 88)),
    on(13, '16:20', () => byJenkins('test', 'cms', '2.4.0', 201)),
    on(11, '11:50', () => byHand('dev', 'redis', '7.4.1', 'Redis 7.4.1: security fixes')),
    on(11, '13:05', () => byHand('dev', 'db', '8.0.40', 'MySQL 8.0.40: security fixes')),
    on(10, '09:45', () => byJenkins('dev', 'cms', '2.5.0', 207)),
    on(10, '15:32', () => byJenkins('dev', 'ui', '1.8.0', 93)),
    on(9, '10:00', () => byHand('test', 'redis', '7.4.1', 'Redis 7.4.1: security fixes')),
    on(9, '10:20', () => byHand('test', 'db', '8.0.40', 'MySQL 8.0.40: security fixes')),
    // Somebody typed a version that was never pushed, and saw it a quarter of an hour later.
    on(8, '11:02', () => byHand('test', 'cms', missing, `CMS ${missing} for the acceptance test`)),
    on(8, '11:17', () => byJenkins('test', 'cms', '2.5.0', 207)),
    on(8, '14:40', () => byJenkins('test', 'ui', '1.8.0', 93)),
    on(7, '10:15', () => byJenkins('test', 'uuid', 'v2.0.0.0', 31)),
    // The way back is practised where nobody is hurt.
    on(7, '10:40', () => undo('test', 'uuid', 'v1.0.0.0', 'first deployment of uuid v1.0.0.0')),
    on(7, '11:05', () => byJenkins('test', 'uuid', 'v2.0.0.0', 31)),
    on(7, '07:10', () => byHand('prod', 'redis', '7.4.1', 'Redis 7.4.1: security fixes, in the quiet hour')),
    on(7, '07:25', () => byHand('prod', 'db', '8.0.40', 'MySQL 8.0.40: security fixes, in the quiet hour')),
    on(6, '08:30', () => byHand('prod', 'ui', '1.7.0', 'release 2.4: UI 1.7.0')),
    on(6, '08:40', () => byHand('prod', 'cms', '2.4.0', 'release 2.4: CMS 2.4.0')),
    on(5, '14:25', () => byJenkins('dev', 'collector', '3.2.2', 12)),
    on(4, '08:20', () => byHand('prod', 'cms', '2.5.0', 'release 2.5: CMS 2.5.0')),
    on(4, '08:50', () => undo('prod', 'cms', '2.4.0', 'release 2.4: CMS 2.4.0')),
    on(4, '13:40', () => byJenkins('dev', 'cms', '2.5.1', 211)),
    on(4, '16:55', () => byJenkins('dev', 'uuid', 'v3.0.0.0', 36)),
    on(3, '09:30', () => byJenkins('test', 'cms', '2.5.1', 211)),
    on(2, '08:15', () => byHand('prod', 'ui', '1.8.0', 'release 2.5: UI 1.8.0')),
    on(2, '08:25', () => byHand('prod', 'cms', '2.5.1', 'release 2.5: CMS 2.5.1, with the fix for slow comments')),
  ];
}

/** What is wrong in dev today: a CMS that crashes for want of a migration, and a UI whose image nobody pushed. */
function troubles(site: Site, registry: string, { hoursAgo }: Calendar): Moment[] {
  const { byJenkins, byHand } = createReleases(site, registry);
  return [
    hoursAgo(3, () => byJenkins('dev', 'cms', '2.6.0-rc1', 214)),
    hoursAgo(0.5, () => byHand('dev', 'ui', '1.9.0', 'UI 1.9.0: dark theme')),
  ];
}

/** What `kubectl rollout history` shows of uuid in dev, oldest first; for tests. */
export const uuidCauses = ['first deployment of uuid v1.0.0.0', jenkinsCause('uuid', 'v2.0.0.0', 31), jenkinsCause('uuid', 'v3.0.0.0', 36)];
