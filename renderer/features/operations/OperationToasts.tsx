import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Operation } from '@shared/model/operation';
import { useSentence } from '@renderer/i18n/sentence';
import { useRaise, useShared } from '@renderer/state/context';
import { newlyEnded } from './present';

const colors: Partial<Record<Operation['state'], string>> = { succeeded: 'green', failed: 'red', interrupted: 'yellow' };

/** Says when an operation has ended, unless its drawer is open anyway. */
export const OperationToasts = (): React.ReactNode => {
  const { t } = useTranslation();
  const say = useSentence();
  const raise = useRaise();
  const { stores } = useShared();
  useEffect(
    () =>
      stores.operations.subscribe((now, before) => {
        if (stores.ui.getState().operationsOpen) return;
        for (const operation of newlyEnded(before.value, now.value)) {
          const id = `operation-${operation.id}`;
          const open = (): void => {
            notifications.hide(id);
            raise('operations.open', { operationId: operation.id });
          };
          notifications.show({
            id,
            color: colors[operation.state] ?? 'gray',
            title: `${operation.target.environmentName}: ${t(`operations.state.${operation.state}`)}`,
            autoClose: operation.state === 'succeeded' ? undefined : false,
            message: (
              <Group justify="space-between" wrap="nowrap">
                {say(operation.title)}
                <Button size="compact-xs" onClick={open}>
                  {t('shell.ended.open')}
                </Button>
              </Group>
            ),
          });
        }
      }),
    [stores, t, say, raise],
  );
  return null;
};
