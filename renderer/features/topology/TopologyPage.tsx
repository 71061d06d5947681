import { ActionIcon, Button, TextInput, Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconBoxOff, IconRefresh, IconSearch, IconSearchOff } from '@tabler/icons-react';
import { ReactFlowProvider } from '@xyflow/react';
import { useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { isDemoBusy } from '@shared/model/demo';
import type { EnvironmentView } from '@shared/model/environment';
import { useClient } from '@renderer/api/context';
import { useStreamFold } from '@renderer/api/useStream';
import { useSentence } from '@renderer/i18n/sentence';
import { useDemoStatus, useEnvironment } from '@renderer/state/context';
import { useSelection } from '@renderer/state/selection';
import { EmptyState } from '@renderer/ui/EmptyState';
import { ErrorState } from '@renderer/ui/ErrorState';
import { FreshnessPill } from '@renderer/ui/FreshnessPill';
import { LoadingState } from '@renderer/ui/LoadingState';
import { PageFrame } from '@renderer/ui/PageFrame';
import { TopologyCanvas } from './canvas/TopologyCanvas';
import { applyDelta, visibleIds, type TopologyGraph } from './graph/graph';
import { useLayout } from './layout/useLayout';
import { StatusCounts } from './StatusCounts';
import classes from './topology.module.css';

/** Width to height of the pane, for the arrangement of groups. Read once per visit: a window that is resized moves nothing. */
const paneAspect = (): number => Math.max(0.6, (window.innerWidth - 260) / Math.max(300, window.innerHeight - 160));

const Topology = ({ environment }: { environment: EnvironmentView }): React.ReactNode => {
  const { t } = useTranslation();
  const say = useSentence();
  const client = useClient();
  const [text, setText] = useState('');
  const [unhealthyOnly, setUnhealthyOnly] = useState(false);
  const [selection, select] = useSelection();
  const [aspect] = useState(paneAspect);
  const demo = useDemoStatus();
  // Its mark says that it is starting again: that nobody answers meanwhile is no news.
  const isExpected = environment.demo && demo !== null && isDemoBusy(demo);
  const { value: graph, error, retry } = useStreamFold('topology.watch', { environmentId: environment.id }, { fold: applyDelta });

  const isStale = graph?.freshness.state === 'stale';
  // A demo that has ended says more than that nothing listens at its address.
  const staleReason = isStale ? ((environment.demo && demo?.problem) || graph.freshness.reason) : null;

  const filterText = useDeferredValue(text);
  const visible = useMemo(() => (graph ? visibleIds(graph, { text: '', unhealthyOnly }) : new Set<string>()), [graph, unhealthyOnly]);
  const highlighted = useMemo(() => (graph && filterText.trim() !== '' ? visibleIds(graph, { text: filterText, unhealthyOnly }) : null), [graph, filterText, unhealthyOnly]);
  const { layout, error: layoutError } = useLayout(graph, visible, aspect);
  const selectedId = useMemo(() => selectedIn(graph, selection), [graph, selection]);

  const toolbar = (
    <>
      <TextInput
        size="xs"
        className={classes.search}
        leftSection={<IconSearch size={14} />}
        placeholder={t('topology.search')}
        aria-label={t('topology.search')}
        data-search
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Escape' && setText('')}
      />
      <Button
        size="xs"
        variant={unhealthyOnly ? 'light' : 'subtle'}
        color={unhealthyOnly ? 'red' : 'gray'}
        leftSection={<IconAlertTriangle size={14} />}
        aria-pressed={unhealthyOnly}
        onClick={() => setUnhealthyOnly((before) => !before)}
      >
        {t('topology.unhealthyOnly')}
      </Button>
      {graph && <StatusCounts graph={graph} />}
    </>
  );

  return (
    <PageFrame
      title={t('topology.title')}
      meta={graph && <FreshnessPill freshness={graph.freshness} />}
      actions={
        <Tooltip label={t('topology.refresh')}>
          <ActionIcon size={28} aria-label={t('topology.refresh')} onClick={() => void client.topology.refresh({ environmentId: environment.id })}>
            <IconRefresh size={16} />
          </ActionIcon>
        </Tooltip>
      }
      toolbar={toolbar}
    >
      <div className={classes.page}>
        {graph && graph.denied.length > 0 && (
          <div className={classes.denied} role="note">
            {t('topology.denied', { resources: graph.denied.map(({ resource }) => resource).join(', ') })}
          </div>
        )}
        {staleReason && !isExpected && (
          <div className={classes.stale} role="status">
            {say(staleReason)}
          </div>
        )}
        <div className={classes.pane}>{renderPane()}</div>
      </div>
    </PageFrame>
  );

  function renderPane(): React.ReactNode {
    if (!graph) return error ? <ErrorState error={error} retry={retry} /> : <LoadingState rows={8} />;
    if (graph.nodes.size === 0) {
      if (graph.freshness.state === 'connecting') return <LoadingState rows={8} />;
      return (
        <EmptyState icon={IconBoxOff} title={t('topology.empty.title')}>
          {t('topology.empty.body', { namespace: environment.namespace })}
        </EmptyState>
      );
    }
    if (visible.size === 0) {
      return (
        <EmptyState icon={IconSearchOff} title={t('topology.allHealthy.title')} actions={<Button onClick={() => setUnhealthyOnly(false)}>{t('topology.showAll')}</Button>}>
          {t('topology.allHealthy.body')}
        </EmptyState>
      );
    }
    if (!layout) return layoutError ? <EmptyState title={t('topology.layoutFailed')} /> : <LoadingState rows={8} />;
    return (
      <ReactFlowProvider>
        <TopologyCanvas
          graph={graph}
          layout={layout}
          selectedId={selectedId}
          highlighted={highlighted}
          labels={{ canvas: t('topology.canvas', { environment: environment.name }) }}
          onSelect={(node) => select(node && { apiVersion: node.apiVersion, kind: node.kind, name: node.name })}
        />
      </ReactFlowProvider>
    );
  }
};

const selectedIn = (graph: TopologyGraph | undefined, selection: ReturnType<typeof useSelection>[0]): string | null => {
  if (!graph || !selection) return null;
  for (const node of graph.nodes.values()) if (node.kind === selection.kind && node.name === selection.name) return node.id;
  return null;
};

/** The live topology of the environment in the address. Another environment is another page: nothing of the first stays. */
export const TopologyPage = (): React.ReactNode => {
  const { t } = useTranslation();
  const { environmentId } = useParams();
  const environment = useEnvironment(environmentId);
  if (!environment) return <EmptyState title={t('shell.notFound.title')}>{t('shell.notFound.body')}</EmptyState>;
  return <Topology key={environment.id} environment={environment} />;
};

