import { Skeleton, VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './states.module.css';

const widths = ['42%', '58%', '35%', '64%', '48%', '52%'];

/** Grey lines with the height of what will come, so that nothing jumps when it does. Appears only after a moment. */
export const LoadingState = ({ rows = 6, rowHeight = 32 }: { rows?: number; rowHeight?: number }): React.ReactNode => {
  const { t } = useTranslation();
  return (
    <div className={classes.loading} role="status" aria-busy="true">
      <VisuallyHidden>{t('ui.loading')}</VisuallyHidden>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className={classes.loadingRow} style={{ height: rowHeight }}>
          <Skeleton height={10} width={widths[index % widths.length]} radius={5} />
        </div>
      ))}
    </div>
  );
};
