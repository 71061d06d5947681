import { useState } from 'react';
import { useStore } from 'zustand';
import { useIntent, useShared } from '@renderer/state/context';
import { PassphraseDialog } from './PassphraseDialog';

/** Asks for the vault's passphrase: when somebody wants to, and once by itself where a vault is locked (a bastion after its start). */
export const VaultDialogs = (): React.ReactNode => {
  const vault = useStore(useShared().stores.vault, (state) => state.value);
  const [asked, setAsked] = useState(false);
  const [declined, setDeclined] = useState(false);
  useIntent('vault.open', () => setAsked(true));
  const isLocked = vault?.kind === 'passphrase' && vault.state === 'locked';
  const isNew = vault?.kind === 'passphrase' && vault.state === 'uninitialized';
  const shown = (asked && (isLocked || isNew)) || (isLocked && !declined);
  if (!shown) return null;
  const close = (): void => {
    setAsked(false);
    setDeclined(true);
  };
  return <PassphraseDialog isNew={isNew} onClose={close} />;
};
