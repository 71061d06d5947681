import { badRequest, invalid, type Cause } from './status';

/** How a log is asked for. */
export interface LogOptions {
  previous: boolean;
  follow: boolean;
  timestamps: boolean;
  /** Epoch ms; null: from the beginning. */
  since: number | null;
  tailLines: number | null;
  limitBytes: number | null;
}

/** Everything but "false" and "0" is true, the empty value too. */
const flag = (query: URLSearchParams, name: string) => {
  const value = query.get(name);
  return value !== null && value !== '0' && value.toLowerCase() !== 'false';
};

function number(query: URLSearchParams, name: string): number | null {
  const value = query.get(name);
  if (value === null || value === '') return null;
  if (!/^[-+]?\d+$/.test(value)) throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(value)}: invalid syntax`);
  return Number(value);
}

const layout = '2006-01-02T15:04:05Z07:00';

function time(query: URLSearchParams, name: string): number | null {
  const value = query.get(name);
  if (value === null || value === '') return null;
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[-+]\d\d:\d\d)$/.test(value)) throw badRequest(`parsing time ${JSON.stringify(value)} as ${JSON.stringify(layout)}: cannot parse ${JSON.stringify(value)} as "2006"`);
  // The API server hands the time on to the kubelet in whole seconds.
  return Math.floor(Date.parse(value.replace(/\.\d+/, '')) / 1000) * 1000;
}

/** Reads and checks the parameters of a log. @param now epoch ms */
export function readLogOptions(query: URLSearchParams, podName: string, now: number): LogOptions {
  const [tailLines, limitBytes, sinceSeconds, sinceTime] = [number(query, 'tailLines'), number(query, 'limitBytes'), number(query, 'sinceSeconds'), time(query, 'sinceTime')];
  const causes: Cause[] = [];
  const refuse = (field: string, value: number, rule: string) => causes.push({ reason: 'FieldValueInvalid', message: `Invalid value: ${value}: ${rule}`, field });
  if (tailLines !== null && tailLines < 0) refuse('tailLines', tailLines, 'must be greater than or equal to 0');
  if (limitBytes !== null && limitBytes < 1) refuse('limitBytes', limitBytes, 'must be greater than 0');
  if (sinceSeconds !== null && sinceTime !== null) causes.push({ reason: 'FieldValueForbidden', message: 'Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified', field: '[]' });
  else if (sinceSeconds !== null && sinceSeconds < 1) refuse('sinceSeconds', sinceSeconds, 'must be greater than 0');
  if (causes.length > 0) throw invalid({ kind: 'PodLogOptions', group: '' }, podName, causes);
  return {
    previous: flag(query, 'previous'),
    follow: flag(query, 'follow'),
    timestamps: flag(query, 'timestamps'),
    since: sinceSeconds === null ? sinceTime : now - sinceSeconds * 1000,
    tailLines,
    limitBytes,
  };
}
