import { IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { EventRow } from '@shared/model/component';
import { EmptyState } from '@renderer/ui/EmptyState';
import { RelativeTime } from '@renderer/ui/RelativeTime';
import classes from './panel.module.css';

/** Events of the component, its revisions and its pods; newest first. */
export const EventList = ({ events }: { events: readonly EventRow[] }): React.ReactNode => {
  const { t } = useTranslation();
  if (events.length === 0) {
    return (
      <EmptyState icon={IconInfoCircle} title={t('component.noEvents.title')}>
        {t('component.noEvents.body')}
      </EmptyState>
    );
  }
  return (
    <ol className={classes.events}>
      {events.map((event) => (
        <li key={event.uid} className={classes.event} data-tone={event.type === 'Warning' ? 'warn' : 'off'}>
          <div className={classes.eventHead}>
            <span className={classes.eventReason}>{event.reason}</span>
            <span className={classes.eventObject} title={event.object}>
              {event.object}
            </span>
            {event.count > 1 && <span className={classes.eventCount}>×{event.count}</span>}
            <span className={classes.eventTime}>
              <RelativeTime at={event.lastAt} />
            </span>
          </div>
          <div className={classes.eventMessage}>{event.message}</div>
        </li>
      ))}
    </ol>
  );
};
