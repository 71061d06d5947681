import { Tabs } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ComponentRef } from '@shared/model/component';
import type { EnvironmentView } from '@shared/model/environment';
import { useStream } from '@renderer/api/useStream';
import { useSentence } from '@renderer/i18n/sentence';
import { ErrorState } from '@renderer/ui/ErrorState';
import { FreshnessPill } from '@renderer/ui/FreshnessPill';
import { LoadingState } from '@renderer/ui/LoadingState';
import { StatusBadge } from '@renderer/ui/StatusBadge';
import { ActionBar } from './ActionBar';
import { EventList } from './EventList';
import { ObjectBody } from './ObjectBody';
import { Overview } from './overview/Overview';
import { TimelineTab } from './timeline/TimelineTab';
import classes from './panel.module.css';

interface ComponentBodyProps {
  environment: EnvironmentView;
  componentRef: ComponentRef;
  apiVersion: string;
}

/** Kinds that the cluster keeps revisions of. */
const hasTimeline = ({ kind }: ComponentRef): boolean => kind === 'Deployment' || kind === 'StatefulSet' || kind === 'DaemonSet';

export const ComponentBody = ({ environment, componentRef, apiVersion }: ComponentBodyProps): React.ReactNode => {
  const { t } = useTranslation();
  const say = useSentence();
  const [tab, setTab] = useState<string | null>('overview');
  const { value: detail, error, retry } = useStream('components.watch', componentRef);
  const { value: actions } = useStream('components.actions', componentRef);
  const timeline = useStream('components.timeline', componentRef, { enabled: hasTimeline(componentRef) });

  if (!detail) return error ? <ErrorState error={error} retry={retry} /> : <LoadingState rows={10} />;
  const warnings = detail.events.filter(({ type }) => type === 'Warning').length;
  return (
    <>
      <div className={classes.summary}>
        <div className={classes.status}>
          {detail.gone ? <span className={classes.gone}>{t('component.gone')}</span> : <StatusBadge status={detail.status} />}
          <span className={classes.cause} data-cause>
            {say(detail.status.cause)}
          </span>
          {detail.freshness.state !== 'live' && <FreshnessPill freshness={detail.freshness} />}
        </div>
        <ActionBar environment={environment} componentRef={componentRef} actions={actions ?? []} timeline={timeline.value} />
        {detail.notes.map((note) => (
          <p key={note.key} className={classes.note}>
            {say(note)}
          </p>
        ))}
      </div>
      <Tabs value={tab} onChange={setTab} className={classes.tabs} classNames={{ panel: classes.tabPanel }}>
        <Tabs.List>
          <Tabs.Tab value="overview">{t('component.tab.overview')}</Tabs.Tab>
          {hasTimeline(componentRef) && <Tabs.Tab value="timeline" data-tab="timeline">{t('component.tab.timeline')}</Tabs.Tab>}
          <Tabs.Tab value="events" rightSection={warnings > 0 && <span className={classes.warnCount}>{warnings}</span>}>
            {t('component.tab.events')}
          </Tabs.Tab>
          <Tabs.Tab value="yaml">{t('component.tab.yaml')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="overview">
          <Overview detail={detail} />
        </Tabs.Panel>
        {hasTimeline(componentRef) && (
          <Tabs.Panel value="timeline">
            <TimelineTab componentRef={componentRef} timeline={timeline.value} error={timeline.error} retry={timeline.retry} rollback={actions?.find(({ action }) => action === 'rollback')} />
          </Tabs.Panel>
        )}
        <Tabs.Panel value="events">
          <EventList events={detail.events} />
        </Tabs.Panel>
        <Tabs.Panel value="yaml">
          <ObjectBody environmentId={environment.id} selection={{ apiVersion, kind: componentRef.kind, name: componentRef.name }} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
};
