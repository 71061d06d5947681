import { cms, unmigratedCms } from './cms';
import { dbBackup, fluentBit, mysql, redis, report, search } from './data';
import { numbers } from './numbers';
import type { Program } from './program';
import { uuid, web } from './web';

/** The programs of the demo content, by the name that images give them. */
export const programs = {
  uuid,
  ui: web,
  cms,
  'cms-unmigrated': unmigratedCms,
  mysql,
  redis,
  'fluent-bit': fluentBit,
  'db-backup': dbBackup,
  report,
  search,
  numbers,
} satisfies Record<string, Program>;

export type ProgramName = keyof typeof programs;
