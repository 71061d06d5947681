import { Button } from '@mantine/core';
import { IconActivity } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useIntent, useInterface, useOperations, useSetInterface } from '@renderer/state/context';
import { Drawer } from '@renderer/ui/Drawer';
import { EmptyState } from '@renderer/ui/EmptyState';
import { LoadingState } from '@renderer/ui/LoadingState';
import { OperationItem } from './OperationItem';
import { inDrawerOrder } from './present';
import classes from './operations.module.css';

/** More than this is history: the page shows it. */
const shownInDrawer = 30;

/** Operations over whatever page is open. It mirrors the engine, so a reload of the window loses nothing. */
export const OperationsDrawer = (): React.ReactNode => {
  const { t } = useTranslation();
  const go = useNavigate();
  const opened = useInterface((state) => state.operationsOpen);
  const openId = useInterface((state) => state.operationId);
  const setInterface = useSetInterface();
  const { value } = useOperations();
  useIntent('operations.open', ({ operationId }) => setInterface({ operationsOpen: true, operationId: operationId ?? null }));
  const close = (): void => setInterface({ operationsOpen: false });
  const sorted = inDrawerOrder([...(value?.values() ?? [])]);
  const shown = sorted.filter((operation, index) => index < shownInDrawer || operation.id === openId);
  // The newest running one unfolds by itself when nobody has chosen.
  const unfolded = openId ?? shown[0]?.id;

  return (
    <Drawer opened={opened} onClose={close} title={t('operations.title')} width={560}>
      {value === null && <LoadingState rowHeight={56} rows={3} />}
      {value?.size === 0 && (
        <EmptyState icon={IconActivity} title={t('operations.none')}>
          {t('operations.noneBody')}
        </EmptyState>
      )}
      <ul className={classes.items}>
        {shown.map((operation) => (
          <OperationItem
            key={operation.id}
            operation={operation}
            unfolded={operation.id === unfolded}
            onToggle={() => setInterface({ operationId: operation.id === unfolded ? '' : operation.id })}
          />
        ))}
      </ul>
      {sorted.length > shown.length && (
        <Button
          variant="subtle"
          fullWidth
          onClick={() => {
            close();
            void go('/operations');
          }}
        >
          {t('operations.all')}
        </Button>
      )}
    </Drawer>
  );
};
