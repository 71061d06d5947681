import { useTranslation } from 'react-i18next';
import type { EnvironmentView } from '@shared/model/environment';
import { useClient } from '@renderer/api/context';
import { useTellError } from '@renderer/ui/useTellError';
import { useToast } from '@renderer/ui/useToast';

const undoMs = 12_000;

export interface EnvironmentEdits {
  /** Moves the one at `index` by `by` places. */
  move: (ids: readonly string[], index: number, by: -1 | 1) => Promise<void>;
  /** Removes at once and offers to undo it: nothing in the cluster is touched, so there is nothing to ask before. */
  remove: (environment: EnvironmentView) => Promise<void>;
}

export const useEnvironmentEdits = (): EnvironmentEdits => {
  const { t } = useTranslation();
  const client = useClient();
  const tellError = useTellError();
  const { show } = useToast();

  const move: EnvironmentEdits['move'] = async (ids, index, by) => {
    const moved = [...ids];
    const [id] = moved.splice(index, 1);
    if (id === undefined) return;
    moved.splice(index + by, 0, id);
    const outcome = await client.environments.reorder({ ids: moved });
    if (!outcome.ok) tellError(outcome.error);
  };

  const restore = async (id: string): Promise<void> => {
    const outcome = await client.environments.restore({ id });
    if (!outcome.ok) tellError(outcome.error);
  };

  const remove: EnvironmentEdits['remove'] = async ({ id, name }) => {
    const outcome = await client.environments.remove({ id });
    if (!outcome.ok) return tellError(outcome.error);
    show({ text: t('environments.list.removed', { name }), action: { label: t('ui.undo'), run: () => void restore(id) }, forMs: undoMs });
  };
  return { move, remove };
};
