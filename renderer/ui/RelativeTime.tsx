import { Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { describeAge, useFormat } from './format';
import { useNow } from './useNow';

/** How long ago; the exact time on hover. */
export const RelativeTime = ({ at }: { at: number }): React.ReactNode => {
  const { t } = useTranslation();
  const { dateTime } = useFormat();
  const now = useNow(5_000);
  return (
    <Tooltip label={dateTime(at)}>
      <time dateTime={new Date(at).toISOString()}>{describeAge(t, now - at)}</time>
    </Tooltip>
  );
};
