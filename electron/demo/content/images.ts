import type { ProgramName } from '../programs/programs';

export type Architecture = 'amd64' | 'arm64';

/** A repository of a site's registry and the program in its images. */
export interface Repository {
  /** Within the registry: `apps/uuid`. */
  name: string;
  tags: readonly string[];
  program: ProgramName;
  /** Versions with another program in them. */
  exceptions?: Readonly<Record<string, ProgramName>>;
  /** As an older `docker push` writes them; otherwise OCI. */
  format?: 'docker';
  /** Of an index over images for these; without it each tag is one image for amd64. */
  architectures?: readonly Architecture[];
  /** Versions with a list of their parts attached. */
  withSbom?: readonly string[];
}

/** What the registry of the connected site holds. */
export const repositories: readonly Repository[] = [
  { name: 'apps/uuid', tags: ['v1.0.0.0', 'v2.0.0.0', 'v3.0.0.0'], program: 'uuid', withSbom: ['v3.0.0.0'] },
  { name: 'apps/uuid-edge', tags: ['v3.0.0.0'], program: 'uuid', architectures: ['arm64'] },
  { name: 'nicefish/ui', tags: ['1.6.0', '1.7.0', '1.8.0', '1.8.1'], program: 'ui' },
  { name: 'nicefish/cms', tags: ['2.3.0', '2.4.0', '2.5.0', '2.5.1', '2.6.0-rc1'], program: 'cms', exceptions: { '2.6.0-rc1': 'cms-unmigrated' } },
  { name: 'nicefish/db', tags: ['8.0.36', '8.0.40'], program: 'mysql', format: 'docker' },
  { name: 'nicefish/db-backup', tags: ['1.2.0'], program: 'db-backup' },
  { name: 'nicefish/search', tags: ['0.4.0', '0.5.0'], program: 'search' },
  { name: 'nicefish/report', tags: ['0.9.2'], program: 'report' },
  { name: 'library/redis', tags: ['7.2.5', '7.4.1'], program: 'redis', architectures: ['amd64', 'arm64'] },
  { name: 'library/fluent-bit', tags: ['3.1.9', '3.2.2'], program: 'fluent-bit', architectures: ['amd64', 'arm64'] },
  { name: 'library/numbers', tags: ['1.0'], program: 'numbers' },
  /** Only for who signs in. */
  { name: 'private/uuid', tags: ['v4.0.0.0-preview'], program: 'uuid' },
];
