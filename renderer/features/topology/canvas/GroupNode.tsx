import type { NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { GroupFlowNode } from './flow';
import classes from './canvas.module.css';

/** The frame of an application. */
const GroupFrame = ({ data: { group, unhealthy, workloads } }: NodeProps<GroupFlowNode>): React.ReactNode => {
  const { t } = useTranslation();
  return (
    <section className={classes.group} data-source={group.source} aria-label={group.name}>
      <header className={classes.groupHead}>
        <span className={classes.groupName}>{group.name}</span>
        <span className={classes.groupCount}>{t('topology.workloadCount', { n: workloads })}</span>
        {unhealthy > 0 && (
          <span className={classes.groupUnhealthy} data-tone="bad">
            {t('topology.unhealthyCount', { n: unhealthy })}
          </span>
        )}
      </header>
    </section>
  );
};

export const GroupNode = memo(GroupFrame);
