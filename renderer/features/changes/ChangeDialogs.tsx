import { useState } from 'react';
import type { ComponentAction, ComponentRef } from '@shared/model/component';
import { useIntent } from '@renderer/state/context';
import { ChangeDialog } from './ChangeDialog';

interface Asked {
  ref: ComponentRef;
  action: ComponentAction;
  to: number | 'previous';
  /** A new dialog for each asking, also of the same change. */
  key: number;
}

/** Opens the dialog of a change wherever it is asked for: the panel, the palette, the operations drawer. */
export const ChangeDialogs = (): React.ReactNode => {
  const [asked, setAsked] = useState<Asked | null>(null);
  const ask = (next: Omit<Asked, 'key'>): void => setAsked((before) => ({ ...next, key: (before?.key ?? 0) + 1 }));
  useIntent('changes.open', ({ ref, action }) => ask({ ref, action, to: 'previous' }));
  useIntent('changes.rollback', ({ ref, to }) => ask({ ref, action: 'rollback', to }));
  if (!asked) return null;
  return <ChangeDialog key={asked.key} componentRef={asked.ref} action={asked.action} rollbackTo={asked.to} onClose={() => setAsked(null)} />;
};
