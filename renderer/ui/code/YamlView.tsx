import { lazy, Suspense } from 'react';
import { LoadingState } from '../LoadingState';
import type { DiffViewProps } from './DiffEditor';
import type { YamlViewProps } from './YamlEditor';

// The editor is a third of the bundle: it comes when first needed.
const LazyYaml = lazy(async () => ({ default: (await import('./YamlEditor')).YamlEditor }));
const LazyDiff = lazy(async () => ({ default: (await import('./DiffEditor')).DiffEditor }));

/** YAML to read: highlighted, foldable, searchable. Fills its parent. */
export const YamlView = (props: YamlViewProps): React.ReactNode => (
  <Suspense fallback={<LoadingState rowHeight={20} />}>
    <LazyYaml {...props} />
  </Suspense>
);

/** Two versions of a YAML text with what differs. Fills its parent. */
export const DiffView = (props: DiffViewProps): React.ReactNode => (
  <Suspense fallback={<LoadingState rowHeight={20} />}>
    <LazyDiff {...props} />
  </Suspense>
);
