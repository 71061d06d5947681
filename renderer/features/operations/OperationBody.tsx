import { Button, Tooltip, UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconArrowBackUp, IconArrowRight, IconChevronRight, IconLayoutBottombar } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { isEnded, type Operation } from '@shared/model/operation';
import { useCall } from '@renderer/api/useCall';
import { SentenceText } from '@renderer/i18n/sentence';
import { withTab } from '@renderer/state/dock';
import { componentAddress } from '@renderer/state/selection';
import { useCanRaise, useRaise, useSetInterface, useShared } from '@renderer/state/context';
import { ErrorState } from '@renderer/ui/ErrorState';
import { OperationLog } from './OperationLog';
import { OperationSteps } from './OperationSteps';
import { offersRollback, operationDockView } from './present';
import classes from './operations.module.css';

/** Steps, what is going wrong, what can be done about it, and the log. */
export const OperationBody = ({ operation }: { operation: Operation }): React.ReactNode => {
  const { t } = useTranslation();
  const [logShown, setLogShown] = useState(false);
  const cancel = useCall('operations.cancel');
  return (
    <div className={classes.body}>
      <OperationSteps steps={operation.steps} />
      {operation.problems.length > 0 && (
        <div className={classes.problems} data-problems data-tone={operation.state === 'failed' ? 'bad' : 'warn'} role="alert">
          <IconAlertTriangle size={16} aria-hidden />
          <div>
            <strong>{t('operations.problems')}</strong>
            {operation.problems.map((problem, index) => (
              <p key={index}>
                <SentenceText of={problem} />
              </p>
            ))}
          </div>
        </div>
      )}
      {operation.state === 'interrupted' && (
        <div className={classes.problems} data-tone="warn">
          <IconAlertTriangle size={16} aria-hidden />
          <p>{t('operations.interrupted')}</p>
        </div>
      )}
      {operation.error && operation.state === 'failed' && <ErrorState error={operation.error} inline />}
      {cancel.error && <ErrorState error={cancel.error} inline />}
      <div className={classes.bodyActions}>
        <RollbackButton operation={operation} />
        <OpenComponent operation={operation} />
        {!isEnded(operation.state) && (
          <Tooltip label={t('operations.noReturn')} disabled={operation.cancellable}>
            <Button
              aria-disabled={!operation.cancellable}
              data-disabled={!operation.cancellable || operation.state === 'canceling' || undefined}
              loading={cancel.loading}
              onClick={() => {
                if (operation.cancellable && operation.state !== 'canceling') void cancel.run({ id: operation.id });
              }}
            >
              {t('operations.cancel')}
            </Button>
          </Tooltip>
        )}
      </div>
      <UnstyledButton className={classes.disclosure} onClick={() => setLogShown(!logShown)} aria-expanded={logShown}>
        <IconChevronRight size={14} aria-hidden className={classes.chevron} data-open={logShown || undefined} />
        {logShown ? t('operations.hideLog') : t('operations.showLog', { count: operation.logLines })}
      </UnstyledButton>
      {logShown && <KeepInDock operation={operation} />}
      {logShown && <OperationLog operationId={operation.id} running={!isEnded(operation.state)} />}
    </div>
  );
};

const KeepInDock = ({ operation: { id, target } }: { operation: Operation }): React.ReactNode => {
  const { t } = useTranslation();
  const { dock } = useShared().stores;
  const setInterface = useSetInterface();
  const keep = (): void => {
    dock.setState((before) => withTab(before, { view: operationDockView, subject: id, title: `${target.name} · ${target.environmentName}`, environmentId: target.environmentId }));
    setInterface({ operationsOpen: false });
  };
  return (
    <Button variant="subtle" leftSection={<IconLayoutBottombar size={14} aria-hidden />} onClick={keep}>
      {t('operations.keepInDock')}
    </Button>
  );
};

const RollbackButton = ({ operation }: { operation: Operation }): React.ReactNode => {
  const { t } = useTranslation();
  const raise = useRaise();
  const canRaise = useCanRaise('changes.rollback');
  const { target, rollbackTo } = operation;
  if (rollbackTo === null || !offersRollback(operation) || !canRaise) return null;
  const rollback = (): void => void raise('changes.rollback', { ref: { environmentId: target.environmentId, kind: target.kind, name: target.name }, to: rollbackTo });
  return (
    <Button variant="filled" leftSection={<IconArrowBackUp size={14} />} onClick={rollback}>
      {t('operations.rollback', { revision: rollbackTo })}
    </Button>
  );
};

const OpenComponent = ({ operation: { target } }: { operation: Operation }): React.ReactNode => {
  const { t } = useTranslation();
  const go = useNavigate();
  const setInterface = useSetInterface();
  const open = (): void => {
    setInterface({ operationsOpen: false });
    void go(componentAddress(target));
  };
  return (
    <Button rightSection={<IconArrowRight size={14} />} onClick={open}>
      {t('operations.open')}
    </Button>
  );
};
