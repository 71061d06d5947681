import {
  IconAlertTriangleFilled,
  IconArrowUp,
  IconCheck,
  IconCircleCheckFilled,
  IconCircleDashed,
  IconCircleXFilled,
  IconHelpCircle,
  IconLoader2,
  IconMoon,
  IconPlayerPauseFilled,
  IconPlayerStopFilled,
  IconUnlink,
} from '@tabler/icons-react';
import type { StatusWord } from '@shared/model/status';
import { toneOf } from './status';
import classes from './status.module.css';

const icons: Record<StatusWord, typeof IconCheck> = {
  running: IconCircleCheckFilled,
  starting: IconLoader2,
  upgrading: IconArrowUp,
  partlyAbnormal: IconAlertTriangleFilled,
  abnormal: IconCircleXFilled,
  stopping: IconCircleDashed,
  stopped: IconPlayerStopFilled,
  paused: IconPlayerPauseFilled,
  completed: IconCheck,
  idle: IconMoon,
  missing: IconUnlink,
  unknown: IconHelpCircle,
};

/** Shape and colour of a status; always beside its word, or with a label of its own. */
export const StatusIcon = ({ word, size = 14, label }: { word: StatusWord; size?: number; label?: string }): React.ReactNode => {
  const Icon = icons[word];
  return (
    <span className={classes.icon} data-tone={toneOf[word]} role={label ? 'img' : undefined} aria-label={label}>
      <Icon size={size} aria-hidden />
    </span>
  );
};
