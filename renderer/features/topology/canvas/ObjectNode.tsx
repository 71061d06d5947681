import { Tooltip } from '@mantine/core';
import { Handle, Position, type NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useSentence } from '@renderer/i18n/sentence';
import { KindIcon } from '@renderer/ui/KindIcon';
import { toneOf } from '@renderer/ui/status';
import { StatusIcon } from '@renderer/ui/StatusIcon';
import type { ObjectFlowNode } from './flow';
import classes from './canvas.module.css';

/** One object: kind, name, a line of facts, its status, and its pods as squares. */
const ObjectCard = ({ data: { object, dimmed }, selected }: NodeProps<ObjectFlowNode>): React.ReactNode => {
  const { t } = useTranslation();
  const say = useSentence();
  const { word } = object.status;
  return (
    <div className={classes.card} data-layer={object.layer} data-tone={toneOf[word]} data-status={word} data-selected={selected} data-dimmed={dimmed} data-object={`${object.kind}/${object.name}`}>
      <Handle type="target" position={Position.Left} isConnectable={false} className={classes.handle} />
      <div className={classes.head}>
        <KindIcon kind={object.kind} className={classes.kindIcon} />
        <span className={classes.name} title={object.name}>
          {object.name}
        </span>
        {object.replicas && (
          <span className={classes.replicas}>
            {object.replicas.ready}/{object.replicas.desired}
          </span>
        )}
        <Tooltip label={say(object.status.cause)} openDelay={300}>
          <span>
            <StatusIcon word={word} size={14} label={`${t(`ui.status.${word}`)}: ${say(object.status.cause)}`} />
          </span>
        </Tooltip>
      </div>
      <div className={classes.facts}>
        <span className={classes.kind}>{object.kind}</span>
        {object.facts.length > 0 && (
          <span className={classes.fact} title={object.facts.join('\n')}>
            {object.facts.join(' · ')}
          </span>
        )}
      </div>
      {object.pods.length > 0 && (
        <div className={classes.pods} role="img" aria-label={object.pods.map((pod) => `${pod.name}: ${t(`ui.status.${pod.word}`)}`).join(', ')}>
          {object.pods.map((pod) => (
            <span key={pod.uid} className={classes.pod} data-tone={toneOf[pod.word]} data-word={pod.word} data-updated={pod.updated} title={`${pod.name}: ${t(`ui.status.${pod.word}`)}`} />
          ))}
        </div>
      )}
      <Handle type="source" position={Position.Right} isConnectable={false} className={classes.handle} />
    </div>
  );
};

export const ObjectNode = memo(ObjectCard);
