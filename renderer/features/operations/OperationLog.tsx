import { Checkbox } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OperationLogLine } from '@shared/model/operation';
import { useStreamFold } from '@renderer/api/useStream';
import { ErrorState } from '@renderer/ui/ErrorState';
import { useFormat } from '@renderer/ui/format';
import classes from './operations.module.css';

const lineHeight = 20;
/** The engine keeps them all; the screen keeps the newest. */
const keptLines = 20_000;

const append = (lines: OperationLogLine[] | undefined, more: OperationLogLine[]): OperationLogLine[] => [...(lines ?? []), ...more].slice(-keptLines);

/** The log of an operation, `fill` as high as its parent. Following stops as soon as one scrolls up, and goes on at the end. */
export const OperationLog = ({ operationId, running, fill = false }: { operationId: string; running: boolean; fill?: boolean }): React.ReactNode => {
  const { t } = useTranslation();
  const { clock } = useFormat();
  const { value: lines = [], error, retry } = useStreamFold('operations.log', { id: operationId, fromIndex: 0 }, { fold: append });
  const [following, setFollowing] = useState(true);
  const scroller = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- warns users of the React compiler, which we do not run.
  const virtual = useVirtualizer({ count: lines.length, getScrollElement: () => scroller.current, estimateSize: () => lineHeight, overscan: 20, measureElement: (element) => element.getBoundingClientRect().height });
  useEffect(() => {
    if (following && lines.length > 0) virtual.scrollToIndex(lines.length - 1, { align: 'end' });
  }, [following, lines.length, virtual]);
  const onWheel = (event: React.WheelEvent): void => {
    if (event.deltaY < 0) setFollowing(false);
  };
  if (error && lines.length === 0) return <ErrorState error={error} retry={retry} inline />;
  return (
    <div className={classes.log} data-fill={fill || undefined}>
      <div className={classes.logLines} ref={scroller} onWheel={onWheel} role="log" aria-label={t('operations.log')} tabIndex={0}>
        {lines.length === 0 && <p className={classes.logEmpty}>{t('operations.logEmpty')}</p>}
        <div className={classes.logTrack} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const line = lines[index];
            return (
              line && (
                <div key={line.index} ref={virtual.measureElement} data-index={index} className={classes.logLine} data-level={line.level} style={{ transform: `translateY(${start}px)` }}>
                  <time>{clock(line.at)}</time>
                  <span>{line.text}</span>
                </div>
              )
            );
          })}
        </div>
      </div>
      {running && <Checkbox className={classes.follow} label={t('operations.follow')} checked={following} onChange={(event) => setFollowing(event.currentTarget.checked)} />}
    </div>
  );
};
