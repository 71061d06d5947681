import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ComponentRef } from '@shared/model/component';
import { useQuery } from '@renderer/api/useCall';
import { DiffView } from '@renderer/ui/code/YamlView';
import { ErrorState } from '@renderer/ui/ErrorState';
import { FieldChanges } from '@renderer/ui/FieldChanges';
import { LoadingState } from '@renderer/ui/LoadingState';
import classes from './timeline.module.css';

interface CompareDialogProps {
  componentRef: ComponentRef;
  from: number;
  to: number;
  onClose: () => void;
}

/** The pod templates of two revisions: the fields that differ, and the whole as a diff. */
export const CompareDialog = ({ componentRef, from, to, onClose }: CompareDialogProps): React.ReactNode => {
  const { t } = useTranslation();
  const { value, error, reload } = useQuery('components.compare', { ...componentRef, from, to });
  return (
    <Modal opened onClose={onClose} size={980} title={t('component.timeline.compareTitle', { name: componentRef.name, from, to })} closeButtonProps={{ 'aria-label': t('ui.close') }}>
      {error && <ErrorState error={error} retry={reload} />}
      {!value && !error && <LoadingState rows={6} />}
      {value && value.fields.length === 0 && <p>{t('ui.noDifference')}</p>}
      {value && value.fields.length > 0 && (
        <>
          <FieldChanges fields={value.fields} />
          <div className={classes.diff}>
            <DiffView before={value.before} after={value.after} />
          </div>
        </>
      )}
    </Modal>
  );
};
