import { useState } from 'react';
import { useClient } from '@renderer/api/context';
import { useEnvironment, useIntent } from '@renderer/state/context';
import { useTellError } from '@renderer/ui/useTellError';
import { EnvironmentForm } from './form/EnvironmentForm';
import { UnlockDialog } from './UnlockDialog';

type Open = { kind: 'none' } | { kind: 'add'; contextId: string | undefined } | { kind: 'edit' | 'unlock'; environmentId: string };

/** Opens the dialogs for whoever asks: sidebar, palette, the environment's bar, other features. */
export const EnvironmentDialogs = (): React.ReactNode => {
  const [open, setOpen] = useState<Open>({ kind: 'none' });
  const client = useClient();
  const tellError = useTellError();
  const environment = useEnvironment('environmentId' in open ? open.environmentId : null);
  const close = (): void => setOpen({ kind: 'none' });
  useIntent('environments.add', ({ contextId }) => setOpen({ kind: 'add', contextId }));
  useIntent('environments.edit', ({ environmentId }) => setOpen({ kind: 'edit', environmentId }));
  useIntent('environments.unlock', ({ environmentId }) => setOpen({ kind: 'unlock', environmentId }));
  useIntent('environments.lock', ({ environmentId }) => {
    void client.environments.lock({ environmentId }).then((outcome) => {
      if (!outcome.ok) tellError(outcome.error);
    });
  });

  if (open.kind === 'add') return <EnvironmentForm contextId={open.contextId} onClose={close} />;
  if (open.kind === 'edit' && environment) return <EnvironmentForm environment={environment} onClose={close} />;
  if (open.kind === 'unlock' && environment) return <UnlockDialog environment={environment} onClose={close} />;
  return null;
};
