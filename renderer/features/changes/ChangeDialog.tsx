import { Button, Modal, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ComponentAction, ComponentRef } from '@shared/model/component';
import { useCall } from '@renderer/api/useCall';
import { useStream } from '@renderer/api/useStream';
import { useEnvironment, useRaise } from '@renderer/state/context';
import { ConfirmByName, isConfirmed } from '@renderer/ui/ConfirmByName';
import { EnvironmentBadge } from '@renderer/ui/EnvironmentBadge';
import { ErrorState } from '@renderer/ui/ErrorState';
import { LoadingState } from '@renderer/ui/LoadingState';
import { ChangeForm } from './ChangeForm';
import { changeOf, initialDraft, type Draft } from './draft';
import { PreviewPane } from './PreviewPane';
import { usePreview } from './usePreview';
import classes from './changes.module.css';

interface ChangeDialogProps {
  componentRef: ComponentRef;
  action: ComponentAction;
  rollbackTo: number | 'previous';
  onClose: () => void;
}

/** One dialog for every change: what to change, what the server says it would do, why, and the button. */
export const ChangeDialog = ({ componentRef, action, rollbackTo, onClose }: ChangeDialogProps): React.ReactNode => {
  const { t } = useTranslation();
  const raise = useRaise();
  const environment = useEnvironment(componentRef.environmentId);
  const { value: detail, error: detailError, retry } = useStream('components.watch', componentRef);
  const { value: timeline } = useStream('components.timeline', componentRef, { enabled: action === 'setImage' || action === 'rollback' });
  const [edits, setEdits] = useState<Partial<Draft>>({});
  const [reason, setReason] = useState<string | null>(null);
  const [confirmed, setConfirmed] = useState('');
  const apply = useCall('changes.apply');
  const stop = useCall('changes.stop');

  const draft = useMemo(() => ({ ...initialDraft(detail), ...edits }), [detail, edits]);
  const change = useMemo(() => (detail ? changeOf(action, draft, rollbackTo) : null), [detail, action, draft, rollbackTo]);
  const preview = usePreview(componentRef, change);
  const planned = change && !preview.loading ? preview.value : undefined;
  const asksName = action === 'stop' && environment?.policy === 'protected';
  const error = apply.error ?? stop.error;
  const isBusy = apply.loading || stop.loading;
  const canApply = planned !== undefined && planned.blocked === null && !planned.changesNothing && !isBusy && (!asksName || isConfirmed(environment.name, confirmed));
  const cause = reason ?? planned?.changeCause ?? '';

  const submit = async (): Promise<void> => {
    if (!canApply || !change) return;
    const request = { environmentId: componentRef.environmentId, ref: componentRef, base: planned.base, changeCause: cause.trim() === '' ? undefined : cause.trim() };
    const outcome = change.kind === 'stop' ? await stop.run({ ...request, confirmName: confirmed.trim() }) : await apply.run({ ...request, change });
    if (!outcome.ok) {
      // Somebody was faster: what the dialog shows is no longer what would happen.
      if (outcome.error.code === 'CONFLICT') preview.reload();
      return;
    }
    onClose();
    raise('operations.open', { operationId: outcome.value.operationId });
  };

  const title = action === 'rollback' && planned?.revision ? t('changes.title.rollbackTo', { name: componentRef.name, revision: planned.revision }) : t(`changes.title.${action}`, { name: componentRef.name });
  return (
    <Modal opened onClose={onClose} size={780} title={title} classNames={{ body: classes.body }} closeButtonProps={{ 'aria-label': t('ui.close') }} closeOnClickOutside={Object.keys(edits).length === 0}>
      <form
        className={classes.dialog}
        data-change-form={action}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {environment && (
          <div className={classes.where}>
            <EnvironmentBadge environment={environment} />
            <span className={classes.muted}>{`${environment.namespace} / ${componentRef.kind} ${componentRef.name}`}</span>
          </div>
        )}
        {detailError && !detail && <ErrorState error={detailError} retry={retry} inline />}
        {detail && <ChangeForm action={action} detail={detail} timeline={timeline} draft={draft} onChange={(part) => setEdits((before) => ({ ...before, ...part }))} />}
        <div className={classes.preview} aria-live="polite">
          {change === null && <p className={classes.muted}>{t('changes.fillIn')}</p>}
          {change && preview.error && <ErrorState error={preview.error} retry={preview.reload} inline />}
          {change && !preview.error && !planned && <LoadingState rows={4} rowHeight={26} />}
          {planned && <PreviewPane preview={planned} />}
        </div>
        {planned && planned.blocked === null && !planned.changesNothing && (
          <TextInput label={t('changes.cause')} description={t('changes.causeHelp')} value={cause} maxLength={500} onChange={(event) => setReason(event.currentTarget.value)} />
        )}
        {asksName && <ConfirmByName name={environment.name} value={confirmed} onChange={setConfirmed} />}
        {error && <ErrorState error={error} inline />}
        <div className={classes.buttons}>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button
            type="submit"
            variant="filled"
            color={action === 'stop' ? 'red' : undefined}
            loading={isBusy}
            disabled={!canApply}
            // What needs no input is confirmed by Enter.
            data-autofocus={action === 'setImage' || action === 'scale' ? undefined : true}
          >
            {t(`changes.apply.${action}`)}
          </Button>
        </div>
      </form>
    </Modal>
  );
};
