import type { Feature } from './feature';

/** Every feature is one line here. */
export const features: readonly Feature[] = [];
