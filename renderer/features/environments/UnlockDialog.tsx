import { SegmentedControl, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EnvironmentView } from '@shared/model/environment';
import { useCall } from '@renderer/api/useCall';
import { Dialog } from '@renderer/ui/Dialog';
import { EnvironmentBadge } from '@renderer/ui/EnvironmentBadge';
import classes from './environments.module.css';

const minuteChoices = ['15', '30', '60', '120', '240'];
const shortestReason = 3;

/** Opens a protected environment for writing: why, and for how long. */
export const UnlockDialog = ({ environment, onClose }: { environment: EnvironmentView; onClose: () => void }): React.ReactNode => {
  const { t } = useTranslation();
  const { run, loading, error } = useCall('environments.unlock');
  const [reason, setReason] = useState('');
  const [minutes, setMinutes] = useState('30');
  const unlock = async (): Promise<void> => {
    const outcome = await run({ environmentId: environment.id, reason: reason.trim(), minutes: Number(minutes) });
    if (outcome.ok) onClose();
  };
  return (
    <Dialog
      title={t('environments.unlock.title', { name: environment.name })}
      confirm={t('environments.unlock.unlock')}
      onConfirm={() => void unlock()}
      onClose={onClose}
      busy={loading}
      disabled={reason.trim().length < shortestReason}
      error={error}
    >
      <EnvironmentBadge environment={environment} />
      <Text size="sm" c="dimmed">
        {t('environments.unlock.body')}
      </Text>
      <Textarea
        label={t('environments.unlock.reason')}
        placeholder={t('environments.unlock.reasonPlaceholder')}
        description={reason.length > 0 && reason.trim().length < shortestReason ? t('environments.unlock.reasonShort') : undefined}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        maxLength={500}
        autosize
        minRows={2}
        maxRows={5}
        data-autofocus
      />
      <div className={classes.field}>
        <span className={classes.label} id="unlock-minutes">
          {t('environments.unlock.minutes')}
        </span>
        <SegmentedControl
          aria-labelledby="unlock-minutes"
          value={minutes}
          onChange={setMinutes}
          data={minuteChoices.map((value) => ({ value, label: t('environments.unlock.minutesOption', { n: value }) }))}
        />
      </div>
    </Dialog>
  );
};
