import { UnstyledButton } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { isEnded, type Operation } from '@shared/model/operation';
import { SentenceText } from '@renderer/i18n/sentence';
import { useEnvironment } from '@renderer/state/context';
import { describeDuration } from '@renderer/ui/format';
import { RelativeTime } from '@renderer/ui/RelativeTime';
import { useNow } from '@renderer/ui/useNow';
import { OperationBody } from './OperationBody';
import { durationOf } from './present';
import { StateIcon } from './StateIcon';
import classes from './operations.module.css';

interface OperationItemProps {
  operation: Operation;
  unfolded: boolean;
  onToggle: () => void;
}

/** One operation in the drawer: a line, and when unfolded all of it. */
export const OperationItem = ({ operation, unfolded, onToggle }: OperationItemProps): React.ReactNode => {
  const { t } = useTranslation();
  const environment = useEnvironment(operation.target.environmentId);
  const running = !isEnded(operation.state);
  const now = useNow(1_000, running);
  const bodyId = `operation-${operation.id}`;
  return (
    <li className={classes.item} data-env-color={environment?.color ?? 'gray'} data-operation={operation.id} data-state={operation.state}>
      <UnstyledButton className={classes.itemHead} onClick={onToggle} aria-expanded={unfolded} aria-controls={bodyId}>
        <StateIcon operation={operation} />
        <span className={classes.itemText}>
          <span className={classes.itemTitle}>
            <SentenceText of={operation.title} />
          </span>
          <span className={classes.itemMeta}>
            <span className={classes.envDot} aria-hidden />
            {operation.target.environmentName} · {operation.target.namespace}/{operation.target.name}
          </span>
        </span>
        <span className={classes.itemTime}>
          {running ? describeDuration(Math.max(1_000, durationOf(operation, now))) : <RelativeTime at={operation.endedAt ?? operation.startedAt} />}
          <span>{t(`operations.state.${operation.state}`)}</span>
        </span>
        <IconChevronRight size={14} aria-hidden className={classes.chevron} data-open={unfolded || undefined} />
      </UnstyledButton>
      {unfolded && (
        <div id={bodyId}>
          <OperationBody operation={operation} />
        </div>
      )}
    </li>
  );
};
