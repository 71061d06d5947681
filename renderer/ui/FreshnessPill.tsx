import { Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Freshness } from '@shared/model/freshness';
import { useConnectionState } from '@renderer/api/context';
import { useSentence } from '@renderer/i18n/sentence';
import { useFormat } from './format';
import type { Tone } from './status';
import classes from './status.module.css';

const tones: Record<Freshness['state'], Tone> = { connecting: 'busy', live: 'ok', stale: 'warn', denied: 'off' };

/** How true the data on the screen is. The connection to the engine counts too: without it nothing is live. */
export const FreshnessPill = ({ freshness }: { freshness: Freshness }): React.ReactNode => {
  const { t } = useTranslation();
  const say = useSentence();
  const { clock, dateTime } = useFormat();
  const reconnecting = useConnectionState().kind !== 'connected';
  const tone = reconnecting ? 'warn' : tones[freshness.state];
  const word = reconnecting ? t('ui.freshness.reconnecting') : t(`ui.freshness.${freshness.state}`, { time: clock(freshness.since) });
  const reason = freshness.reason ? say(freshness.reason) : freshness.state === 'live' ? t('ui.freshness.liveHelp') : dateTime(freshness.since);
  return (
    <Tooltip label={reconnecting ? t('shell.connection.reconnecting') : reason}>
      <span className={classes.pill} data-tone={tone} data-freshness={reconnecting ? 'reconnecting' : freshness.state} role="status">
        <span className={classes.dot} aria-hidden />
        {word}
      </span>
    </Tooltip>
  );
};
