import type { Feature } from '@renderer/app/feature';
import { TopologyPage } from './TopologyPage';

export const topology: Feature = {
  id: 'topology',
  routes: [{ path: 'env/:environmentId', element: <TopologyPage /> }],
};
