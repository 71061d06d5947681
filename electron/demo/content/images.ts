import type { ProgramName } from '../programs/programs';

/** A repository of a site's registry and the program in its images. */
export interface Repository {
  /** Within the registry: `apps/uuid`. */
  name: string;
  tags: readonly string[];
  program: ProgramName;
  /** Versions with another program in them. */
  exceptions?: Readonly<Record<string, ProgramName>>;
}

/** What the registry of the connected site holds. */
export const repositories: readonly Repository[] = [
  { name: 'apps/uuid', tags: ['v1.0.0.0', 'v2.0.0.0', 'v3.0.0.0'], program: 'uuid' },
  { name: 'nicefish/ui', tags: ['1.6.0', '1.7.0', '1.8.0', '1.8.1'], program: 'ui' },
  { name: 'nicefish/cms', tags: ['2.3.0', '2.4.0', '2.5.0', '2.5.1', '2.6.0-rc1'], program: 'cms', exceptions: { '2.6.0-rc1': 'cms-unmigrated' } },
  { name: 'nicefish/db', tags: ['8.0.36', '8.0.40'], program: 'mysql' },
  { name: 'nicefish/db-backup', tags: ['1.2.0'], program: 'db-backup' },
  { name: 'library/redis', tags: ['7.2.5', '7.4.1'], program: 'redis' },
  { name: 'library/fluent-bit', tags: ['3.1.9', '3.2.2'], program: 'fluent-bit' },
  { name: 'library/numbers', tags: ['1.0'], program: 'numbers' },
];
