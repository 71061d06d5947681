import type { Feature } from '@renderer/app/feature';
import { Panel } from './Panel';

export const component: Feature = { id: 'component', panels: [Panel] };
