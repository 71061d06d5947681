import { audit } from '@renderer/features/audit/index';
import { changes } from '@renderer/features/changes/index';
import { component } from '@renderer/features/component/index';
import { demo } from '@renderer/features/demo/index';
import { environments } from '@renderer/features/environments/index';
import { operations } from '@renderer/features/operations/index';
import { settings } from '@renderer/features/settings/index';
import { topology } from '@renderer/features/topology/index';
import { tour } from '@renderer/features/tour/index';
import type { Feature } from './feature';

/** Every feature is one line here; the sidebar lists their pages in this order. */
export const features: readonly Feature[] = [topology, component, changes, environments, demo, tour, operations, audit, settings];
