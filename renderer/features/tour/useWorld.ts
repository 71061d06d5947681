import { useMatch } from 'react-router';
import type { EnvironmentView } from '@shared/model/environment';
import type { Operation } from '@shared/model/operation';
import { useEnvironments, useInterface, useOperations } from '@renderer/state/context';
import { useSelection } from '@renderer/state/selection';
import { tourComponent, tourNamespace, type World } from './steps';

/** The environment the tour plays in, whatever it is called now. */
export const useTourEnvironment = (): EnvironmentView | null => useEnvironments()?.find(({ demo, namespace }) => demo && namespace === tourNamespace) ?? null;

/** All that the tour follows and that is no matter of the screen. */
export const useWorld = (environment: EnvironmentView | null): Omit<World, 'dialog' | 'isTimelineOpen'> => {
  const isHere = useMatch('/env/:environmentId/*')?.params.environmentId === environment?.id && environment !== null;
  const [selection] = useSelection();
  const isDrawerOpen = useInterface((state) => state.operationsOpen);
  const { value } = useOperations();
  const newest = (kind: Operation['kind']): Operation | null =>
    // Newest first.
    [...(value?.values() ?? [])].find(({ kind: its, target }) => its === kind && target.environmentId === environment?.id && target.name === tourComponent.name) ?? null;
  return {
    environmentId: environment?.id ?? '',
    isHere,
    isSelected: isHere && selection?.kind === tourComponent.kind && selection.name === tourComponent.name,
    isDrawerOpen,
    upgrade: newest('setImage'),
    rollback: newest('rollback'),
  };
};
