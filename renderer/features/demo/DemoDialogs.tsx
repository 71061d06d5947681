import { Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useClient } from '@renderer/api/context';
import { useCall } from '@renderer/api/useCall';
import { useEnvironments, useIntent } from '@renderer/state/context';
import { Dialog } from '@renderer/ui/Dialog';
import { useTellError } from '@renderer/ui/useTellError';
import { useToast } from '@renderer/ui/useToast';
import classes from './demo.module.css';

const resetToast = 'demo.reset';

/** Does what is asked for the demo site from anywhere: its mark's menu, the page of environments, the palette. */
export const DemoDialogs = (): React.ReactNode => {
  const [isAsked, setAsked] = useState(false);
  const { t } = useTranslation();
  const { show } = useToast();
  const client = useClient();
  const go = useNavigate();
  const tellError = useTellError();
  useIntent('demo.open', () => {
    void client.demo.open({}).then((outcome) => {
      if (outcome.ok) void go(`/env/${outcome.value.environmentId}`);
      else tellError(outcome.error);
    });
  });
  // Not asked about first: what is lost was never real, and one click brings back what somebody broke while trying.
  useIntent('demo.reset', () => {
    show({ id: resetToast, text: t('demo.resetProgress'), forMs: null });
    void client.demo.reset({}).then((outcome) => {
      if (outcome.ok) return show({ id: resetToast, tone: 'ok', text: t('demo.resetDone') });
      notifications.hide(resetToast);
      tellError(outcome.error);
    });
  });
  useIntent('demo.remove', () => setAsked(true));
  return isAsked ? <RemoveDialog onClose={() => setAsked(false)} /> : null;
};

const RemoveDialog = ({ onClose }: { onClose: () => void }): React.ReactNode => {
  const { t } = useTranslation();
  const go = useNavigate();
  const { show } = useToast();
  const { run, loading, error } = useCall('demo.remove');
  const names = useEnvironments()?.flatMap(({ demo, name }) => (demo ? [name] : [])) ?? [];
  const remove = async (): Promise<void> => {
    const outcome = await run({});
    if (!outcome.ok) return;
    onClose();
    void go('/');
    show({ text: t('demo.removeDone') });
  };
  return (
    <Dialog title={t('demo.removeTitle')} confirm={t('demo.removeConfirm')} onConfirm={() => void remove()} onClose={onClose} busy={loading} danger error={error}>
      <Text size="sm">{t('demo.removeBody', { names: names.join(', ') })}</Text>
      <p className={classes.progress} role="status">
        {loading ? t('demo.removeProgress') : t('demo.removeKept')}
      </p>
    </Dialog>
  );
};
