import type { Site } from '../site';
import { namespaceDraft } from './cluster';
import { createAuthor } from './create';
import { uuidDrafts, uuidImage } from './uuid';

/** Days of history the content needs before now. */
export const historyDays = 24;

/** Plays the site's past from `historyDays` ago until now, through the same controllers that run later. */
export function playHistory(site: Site & { clock: { advance(ms: number): void } }): void {
  const hours = (count: number) => site.clock.advance(count * 3600 * 1000);
  const author = createAuthor(site, 'kubectl-client-side-apply');
  const setUuid = (namespace: string, version: string, cause: string) =>
    author.patch('Deployment', namespace, 'uuid-deploy', { metadata: { annotations: { 'kubernetes.io/change-cause': cause } }, spec: { template: { spec: { containers: [{ name: 'uuid-server', image: uuidImage(version) }] } } } });
  author.create(undefined, ...['dev', 'test', 'prod'].map(namespaceDraft));
  hours(1);
  author.create('dev', ...uuidDrafts({ version: 'v1.0.0.0', replicas: 3, value: 'hello from dev', nodePort: 30001, cause: 'first deployment' }));
  hours(24 * 10);
  setUuid('dev', 'v2.0.0.0', 'uuid v2.0.0.0');
  hours(24 * (historyDays - 10) - 1);
}
