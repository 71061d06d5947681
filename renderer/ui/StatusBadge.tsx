import { Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Status } from '@shared/model/status';
import { useSentence } from '@renderer/i18n/sentence';
import { toneOf } from './status';
import { StatusIcon } from './StatusIcon';
import classes from './status.module.css';

/** Icon, colour, word, and the cause on hover or focus. `plain` for tables and lists. */
export const StatusBadge = ({ status, plain = false }: { status: Status; plain?: boolean }): React.ReactNode => {
  const { t } = useTranslation();
  const say = useSentence();
  return (
    <Tooltip label={say(status.cause)}>
      <span className={plain ? classes.plain : classes.badge} data-tone={toneOf[status.word]} data-status={status.word}>
        <StatusIcon word={status.word} size={13} />
        {t(`ui.status.${status.word}`)}
      </span>
    </Tooltip>
  );
};
