import { Button, Checkbox, Tooltip } from '@mantine/core';
import { IconArrowBackUp, IconArrowsDiff, IconHistoryOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppError } from '@shared/errors/appError';
import type { ActionState, ComponentRef } from '@shared/model/component';
import type { Revision, Timeline } from '@shared/model/revision';
import { useSentence } from '@renderer/i18n/sentence';
import { useRaise } from '@renderer/state/context';
import { EmptyState } from '@renderer/ui/EmptyState';
import { ErrorState } from '@renderer/ui/ErrorState';
import { LoadingState } from '@renderer/ui/LoadingState';
import { RelativeTime } from '@renderer/ui/RelativeTime';
import { CompareDialog } from './CompareDialog';
import classes from './timeline.module.css';

interface TimelineTabProps {
  componentRef: ComponentRef;
  timeline: Timeline | undefined;
  error: AppError | null;
  retry: () => void;
  rollback: ActionState | undefined;
}

/** At most two, the one chosen first goes. */
const toggled = (chosen: readonly number[], number: number): readonly number[] =>
  chosen.includes(number) ? chosen.filter((other) => other !== number) : [...chosen, number].slice(-2);

const Images = ({ revision }: { revision: Revision }): React.ReactNode => (
  <ul className={classes.images}>
    {revision.images.map(({ container, image, tag, digest }) => (
      <li key={container} title={digest === null ? image : `${image}\n${digest}`}>
        {revision.images.length > 1 && <span className={classes.muted}>{container} </span>}
        <span className={classes.tag}>{tag ?? image}</span>
        {digest !== null && <span className={classes.digest}>{digest.replace('sha256:', '').slice(0, 12)}</span>}
      </li>
    ))}
  </ul>
);

/** Every revision, newest first: what it was, who and why, and the way back to it. */
export const TimelineTab = ({ componentRef, timeline, error, retry, rollback }: TimelineTabProps): React.ReactNode => {
  const { t } = useTranslation();
  const say = useSentence();
  const raise = useRaise();
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const [compared, setCompared] = useState<readonly [number, number] | null>(null);

  if (!timeline) return error ? <ErrorState error={error} retry={retry} /> : <LoadingState rows={6} rowHeight={56} />;
  if (timeline.revisions.length === 0) {
    return (
      <EmptyState icon={IconHistoryOff} title={t('component.timeline.empty.title')}>
        {t('component.timeline.empty.body')}
      </EmptyState>
    );
  }
  const reason = rollback?.allowed === false && rollback.reason ? say(rollback.reason) : null;
  const [from, to] = [...chosen].sort((a, b) => a - b);

  return (
    <div className={classes.timeline}>
      <div className={classes.bar}>
        <span className={classes.muted}>
          {timeline.historyLimit !== null && t('component.timeline.limit', { n: timeline.historyLimit })}
        </span>
        <Tooltip label={t('component.timeline.compareHelp')}>
          <Button
            leftSection={<IconArrowsDiff size={14} aria-hidden />}
            data-disabled={to === undefined || undefined}
            aria-disabled={to === undefined}
            onClick={() => from !== undefined && to !== undefined && setCompared([from, to])}
          >
            {from !== undefined && to !== undefined ? t('component.timeline.compareTwo', { from, to }) : t('component.timeline.compare')}
          </Button>
        </Tooltip>
      </div>
      <ol className={classes.revisions}>
        {timeline.revisions.map((revision) => (
          <li key={revision.name} className={classes.revision} data-active={revision.active} data-revision={revision.number}>
            <Checkbox
              aria-label={t('component.timeline.choose', { revision: revision.number })}
              checked={chosen.includes(revision.number)}
              onChange={() => setChosen((before) => toggled(before, revision.number))}
            />
            <div className={classes.words}>
              <div className={classes.head}>
                <span className={classes.number}>{revision.number}</span>
                <Images revision={revision} />
                {revision.active && <span className={classes.badge} data-tone={revision.ready === false ? 'busy' : 'ok'}>{t(revision.ready === false ? 'component.timeline.activeNotReady' : 'component.timeline.active')}</span>}
                {revision.number === timeline.previous && (
                  <span className={classes.badge} data-tone="off">
                    {t('component.timeline.previous')}
                  </span>
                )}
              </div>
              <div className={classes.cause}>{revision.changeCause ?? <span className={classes.muted}>{t('component.timeline.noCause')}</span>}</div>
              <div className={classes.muted}>
                <RelativeTime at={revision.createdAt} />
                {revision.manager !== null && ` · ${revision.manager}`}
                {revision.pods.desired > 0 && ` · ${t('component.timeline.pods', revision.pods)}`}
              </div>
            </div>
            {!revision.active && (
              <Tooltip label={reason ?? t('component.timeline.rollbackHelp', { revision: revision.number })}>
                <Button
                  leftSection={<IconArrowBackUp size={14} aria-hidden />}
                  aria-label={t('component.timeline.rollbackTo', { revision: revision.number })}
                  data-disabled={reason !== null || undefined}
                  aria-disabled={reason !== null}
                  onClick={() => reason === null && raise('changes.rollback', { ref: componentRef, to: revision.number })}
                >
                  {t('component.timeline.rollback')}
                </Button>
              </Tooltip>
            )}
          </li>
        ))}
      </ol>
      {compared && <CompareDialog componentRef={componentRef} from={compared[0]} to={compared[1]} onClose={() => setCompared(null)} />}
    </div>
  );
};
