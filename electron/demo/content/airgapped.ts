import type { Site } from '../site';
import type { DrivenClock } from '../time/clock';
import { createCalendar, playMoments } from './calendar';
import { namespaceDraft } from './cluster';
import { createAuthor } from './create';
import type { Repository } from './images';
import { nicefishDrafts, nicefishImage } from './nicefish';
import { uuidDrafts } from './uuid';

export const airgappedHistoryDays = 18;

/** What sticks have brought to the plant so far. */
export const airgappedRepositories: readonly Repository[] = [
  { name: 'apps/uuid', tags: ['v1.0.0.0'], program: 'uuid' },
  { name: 'nicefish/ui', tags: ['1.6.0', '1.7.0'], program: 'ui' },
  { name: 'nicefish/cms', tags: ['2.3.0', '2.4.0'], program: 'cms' },
  { name: 'nicefish/db', tags: ['8.0.36'], program: 'mysql' },
  { name: 'nicefish/db-backup', tags: ['1.2.0'], program: 'db-backup' },
  { name: 'library/redis', tags: ['7.2.5'], program: 'redis' },
];

/** How a release came here: as a bundle on a stick, which somebody carried in. */
const bundle = (name: string, stick: string) => ({ 'kubernetes.io/change-cause': `bundle ${name}, stick ${stick}`, 'delivery.example.com/bundle': name, 'delivery.example.com/medium': `stick ${stick}` });

/** A plant without a network: older versions, and a release only when somebody comes by. */
export function playAirgapped(site: Site & { clock: DrivenClock }, registry: string): void {
  const end = site.clock.now() + airgappedHistoryDays * 24 * 3600 * 1000;
  const { on } = createCalendar(end);
  const technician = createAuthor(site, 'kubectl-client-side-apply');
  const nicefish = { registry, host: 'nicefish.plant.internal', replicas: 1, versions: { ui: '1.6.0', cms: '2.3.0', db: '8.0.36', redis: '7.2.5' }, passwords: { db: 'nicefish-plant-password' }, profile: 'plant', storage: '8Gi', retriesBackups: true };
  const update = (name: string, container: string, image: string) => {
    createAuthor(site, 'kubectl-set').patch('Deployment', 'plant', name, { metadata: { annotations: bundle('nicefish-2.4', 'WH-0042') }, spec: { template: { spec: { containers: [{ name: container, image }] } } } });
  };
  const moments = [
    on(11, '09:20', () => {
      technician.create(undefined, namespaceDraft('plant'));
      technician.create('plant', ...nicefishDrafts(nicefish));
      for (const name of ['nicefish-ui', 'nicefish-cms', 'nicefish-redis']) technician.patch('Deployment', 'plant', name, { metadata: { annotations: bundle('nicefish-2.3', 'WH-0037') } });
      technician.patch('StatefulSet', 'plant', 'nicefish-db', { metadata: { annotations: bundle('nicefish-2.3', 'WH-0037') } });
    }),
    on(11, '10:05', () => technician.create('plant', ...uuidDrafts({ registry, version: 'v1.0.0.0', replicas: 2, value: 'plant', nodePort: 30052, cause: 'bundle uuid-1.0, stick WH-0037' }))),
    on(4, '14:35', () => update('nicefish-cms', 'cms', nicefishImage(registry, 'cms', '2.4.0'))),
    on(4, '14:50', () => update('nicefish-ui', 'ui', nicefishImage(registry, 'ui', '1.7.0'))),
  ];
  playMoments(site.clock, moments, end);
}
