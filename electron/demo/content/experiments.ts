import type { Draft } from '../objects/meta';
import { nicefishImage } from './nicefish';
import { cause, deployment, resources, service } from './parts';

/** Full-text search, as far as it got: now and then it rebuilds its index and does not want to be asked meanwhile. */
export function searchDrafts(registry: string): Draft[] {
  const container = {
    name: 'search',
    image: nicefishImage(registry, 'search', '0.4.0'),
    ports: [{ name: 'http', containerPort: 7700 }],
    readinessProbe: { httpGet: { path: '/health', port: 'http' }, periodSeconds: 10, failureThreshold: 2 },
    ...resources('50m', '96Mi', '256Mi'),
  };
  return [deployment('nicefish-search', 1, cause('search 0.4.0: first try'), { containers: [container] }), service('nicefish-search', 7700)];
}

/** The report of comments, whose memory grows until its limit kills it. */
export function reportDrafts(registry: string): Draft[] {
  const container = { name: 'report', image: nicefishImage(registry, 'report', '0.9.2'), ...resources('50m', '96Mi', '128Mi') };
  return [deployment('nicefish-report', 1, cause('report 0.9.2'), { containers: [container] })];
}

export const logCollectorImage = (registry: string, version: string) => `${registry}/library/fluent-bit:${version}`;

/** A log collector on every node. */
export function logCollectorDraft(registry: string, version: string): Draft {
  const labels = { app: 'log-collector', 'app.kubernetes.io/name': 'log-collector', 'app.kubernetes.io/part-of': 'platform' };
  return {
    kind: 'DaemonSet',
    metadata: { name: 'log-collector', labels, annotations: cause(`fluent-bit ${version}`) },
    spec: { selector: { matchLabels: { app: 'log-collector' } }, template: { metadata: { labels }, spec: { containers: [{ name: 'fluent-bit', image: logCollectorImage(registry, version), ...resources('20m', '48Mi') }] } } },
  };
}
