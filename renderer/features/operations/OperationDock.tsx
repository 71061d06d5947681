import { isEnded } from '@shared/model/operation';
import { useOperation } from '@renderer/state/context';
import { OperationLog } from './OperationLog';

/** The log of one operation as a tab of the dock: it stays in view while the operator goes on working. */
export const OperationDock = ({ subject }: { subject: string }): React.ReactNode => {
  const operation = useOperation(subject);
  return <OperationLog operationId={subject} running={operation !== null && !isEnded(operation.state)} fill />;
};
