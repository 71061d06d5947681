import type { KubeObject } from '../../objects/meta';
import { ageText } from './age';
import { column, nameColumn, part, wide, type Columns } from './column';

function firstSeen(event: KubeObject): string {
  return ageText(event['firstTimestamp'] ?? event['eventTime']);
}

function lastSeen(event: KubeObject): string {
  const series = part(event, 'series')['lastObservedTime'];
  return series || event['lastTimestamp'] ? ageText(series ?? event['lastTimestamp']) : firstSeen(event);
}

function source(event: KubeObject): string {
  const { component, host } = part(event, 'source') as { component?: string; host?: string };
  return [component ?? event['reportingComponent'], host ?? event['reportingInstance']].filter(Boolean).join(', ');
}

const involved = (event: KubeObject) => part(event, 'involvedObject');

export const eventColumns: Columns = {
  Event: [
    column('Last Seen', lastSeen),
    column('Type', (event) => event['type']),
    column('Reason', (event) => event['reason']),
    column('Object', (event) => `${String(involved(event)['kind']).toLowerCase()}/${String(involved(event)['name'])}`),
    wide('Subobject', (event) => involved(event)['fieldPath'] ?? ''),
    wide('Source', source),
    column('Message', (event) => (typeof event['message'] === 'string' ? event['message'].trim() : '')),
    wide('First Seen', firstSeen),
    wide('Count', (event) => part(event, 'series')['count'] ?? event['count'] ?? 1),
    { ...nameColumn, priority: 1 },
  ],
};
