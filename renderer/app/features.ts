import { changes } from '@renderer/features/changes/index';
import { component } from '@renderer/features/component/index';
import { topology } from '@renderer/features/topology/index';
import type { Feature } from './feature';

/** Every feature is one line here. */
export const features: readonly Feature[] = [topology, component, changes];
