import { IconAlertTriangleFilled, IconCircleCheckFilled, IconCircleDashed, IconCircleXFilled, IconClock, IconLoader2, IconPlugConnectedX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Operation, OperationState } from '@shared/model/operation';
import { toneOf } from './present';
import classes from './operations.module.css';

const icons: Record<OperationState, typeof IconClock> = {
  queued: IconClock,
  running: IconLoader2,
  canceling: IconLoader2,
  succeeded: IconCircleCheckFilled,
  failed: IconCircleXFilled,
  canceled: IconCircleDashed,
  interrupted: IconPlugConnectedX,
};

export const StateIcon = ({ operation, size = 16 }: { operation: Operation; size?: number }): React.ReactNode => {
  const { t } = useTranslation();
  const troubled = operation.state === 'running' && operation.problems.length > 0;
  const Icon = troubled ? IconAlertTriangleFilled : icons[operation.state];
  const spins = !troubled && (operation.state === 'running' || operation.state === 'canceling');
  return (
    <span className={classes.stateIcon} data-tone={toneOf(operation)} data-spins={spins || undefined} role="img" aria-label={t(`operations.state.${operation.state}`)}>
      <Icon size={size} aria-hidden />
    </span>
  );
};
