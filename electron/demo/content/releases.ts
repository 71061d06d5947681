import { createHash } from 'node:crypto';
import type { Site } from '../site';
import { createAuthor } from './create';
import { logCollectorImage } from './experiments';
import { nicefishImage, redisImage } from './nicefish';
import { uuidImage } from './uuid';

interface Part {
  kind: 'Deployment' | 'StatefulSet' | 'DaemonSet';
  name: string;
  container: string;
  image: (registry: string, version: string) => string;
}

const parts = {
  ui: { kind: 'Deployment', name: 'nicefish-ui', container: 'ui', image: (registry, version) => nicefishImage(registry, 'ui', version) },
  cms: { kind: 'Deployment', name: 'nicefish-cms', container: 'cms', image: (registry, version) => nicefishImage(registry, 'cms', version) },
  db: { kind: 'StatefulSet', name: 'nicefish-db', container: 'mysql', image: (registry, version) => nicefishImage(registry, 'db', version) },
  redis: { kind: 'Deployment', name: 'nicefish-redis', container: 'redis', image: redisImage },
  uuid: { kind: 'Deployment', name: 'uuid-deploy', container: 'uuid-server', image: uuidImage },
  collector: { kind: 'DaemonSet', name: 'log-collector', container: 'fluent-bit', image: logCollectorImage },
} satisfies Record<string, Part>;

export type PartName = keyof typeof parts;

/** The ways in which versions come to an environment, each under the name its writes leave in managedFields. */
export interface Releases {
  /** The build server: knows its build and commit. */
  byJenkins(namespace: string, part: PartName, version: string, build: number): void;
  /** A person with `kubectl set image`. */
  byHand(namespace: string, part: PartName, version: string, why: string): void;
  /** `kubectl rollout undo`: the template of before comes back, and with it its cause. */
  undo(namespace: string, part: PartName, version: string, cause: string): void;
}

export const jenkinsCause = (part: PartName, version: string, build: number) => `jenkins: ${part} ${version}, build #${build}`;

export function createReleases(site: Site, registry: string): Releases {
  const release = (manager: string, namespace: string, part: PartName, version: string, annotations: Record<string, string>) => {
    const { kind, name, container, image }: Part = parts[part];
    createAuthor(site, manager).patch(kind, namespace, name, { metadata: { annotations }, spec: { template: { spec: { containers: [{ name: container, image: image(registry, version) }] } } } });
  };
  const commitOf = (part: PartName, version: string) => createHash('sha1').update(`${part}/${version}`).digest('hex').slice(0, 10);
  return {
    byJenkins: (namespace, part, version, build) =>
      release('jenkins', namespace, part, version, { 'kubernetes.io/change-cause': jenkinsCause(part, version, build), 'ci.example.com/build': `https://jenkins.example.com/job/${part}/${build}/`, 'ci.example.com/commit': commitOf(part, version) }),
    byHand: (namespace, part, version, why) => release('kubectl-set', namespace, part, version, { 'kubernetes.io/change-cause': why }),
    undo: (namespace, part, version, cause) => release('kubectl-rollout', namespace, part, version, { 'kubernetes.io/change-cause': cause }),
  };
}
