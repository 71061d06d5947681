import type { Operation } from '@shared/model/operation';
import { useEnvironment } from '@renderer/state/context';
import { DemoMark } from '@renderer/ui/DemoMark';
import classes from './operations.module.css';

/** The environment's name with its dot; an environment that was removed since keeps its name without a colour. */
export const EnvironmentName = ({ operation: { target } }: { operation: Operation }): React.ReactNode => {
  const environment = useEnvironment(target.environmentId);
  return (
    <span className={classes.stateCell} data-env-color={environment?.color ?? 'gray'}>
      <span className={classes.envDot} aria-hidden /> {target.environmentName}
      {environment?.demo && <DemoMark />}
    </span>
  );
};
