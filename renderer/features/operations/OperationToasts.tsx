import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Operation } from '@shared/model/operation';
import { useSentence } from '@renderer/i18n/sentence';
import { useRaise, useShared } from '@renderer/state/context';
import { useToast, type Toast } from '@renderer/ui/useToast';
import { newlyEnded } from './present';

const tones: Partial<Record<Operation['state'], Toast['tone']>> = { succeeded: 'ok', failed: 'bad', interrupted: 'warn' };

/** Says when an operation has ended, unless its drawer is open anyway. What went well goes away by itself. */
export const OperationToasts = (): React.ReactNode => {
  const { t } = useTranslation();
  const say = useSentence();
  const raise = useRaise();
  const { show } = useToast();
  const { stores } = useShared();
  useEffect(
    () =>
      stores.operations.subscribe((now, before) => {
        if (stores.ui.getState().operationsOpen) return;
        for (const { id, state, target, title } of newlyEnded(before.value, now.value)) {
          show({
            id: `operation-${id}`,
            tone: tones[state],
            title: `${target.environmentName}: ${t(`operations.state.${state}`)}`,
            text: say(title),
            action: { label: t('shell.ended.open'), run: () => void raise('operations.open', { operationId: id }) },
            forMs: state === 'succeeded' ? undefined : null,
          });
        }
      }),
    [stores, t, say, raise, show],
  );
  return null;
};
