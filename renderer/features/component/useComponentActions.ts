import { IconArrowBackUp, IconArrowsMaximize, IconArrowUp, IconPlayerPause, IconPlayerPlay, IconPlayerStop, IconRotateClockwise } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ActionState, ComponentAction, ComponentRef } from '@shared/model/component';
import type { Action, ActionIcon } from '@renderer/app/actions/action';
import { useActions } from '@renderer/app/actions/context';
import { useSentence } from '@renderer/i18n/sentence';
import { useRaise } from '@renderer/state/context';

export interface ComponentActionRecord {
  action: ComponentAction;
  title: string;
  /** What it does, in a sentence. */
  explanation: string;
  icon: ActionIcon;
  /** Why it cannot be used now. */
  reason: string | null;
  start: () => void;
}

const icons: Record<ComponentAction, ActionIcon> = {
  setImage: IconArrowUp,
  rollback: IconArrowBackUp,
  restart: IconRotateClockwise,
  scale: IconArrowsMaximize,
  pause: IconPlayerPause,
  resume: IconPlayerPlay,
  stop: IconPlayerStop,
};
const keys: Partial<Record<ComponentAction, readonly string[]>> = { setImage: ['u'], rollback: ['b'], restart: ['r'], scale: ['s'] };

/** The actions of the component on the screen. They are in the palette and have their keys while it is open. */
export const useComponentActions = (ref: ComponentRef, states: readonly ActionState[] | undefined): readonly ComponentActionRecord[] => {
  const { t } = useTranslation();
  const say = useSentence();
  const raise = useRaise();
  const records = useMemo(
    () =>
      (states ?? []).map(
        ({ action, allowed, reason }): ComponentActionRecord => ({
          action,
          title: t(`component.action.${action}`),
          explanation: t(`component.explain.${action}`),
          icon: icons[action],
          reason: allowed ? null : reason ? say(reason) : t('component.notAllowed'),
          start: () => void (action === 'rollback' ? raise('changes.rollback', { ref, to: 'previous' }) : raise('changes.open', { ref, action })),
        }),
      ),
    [states, ref, t, say, raise],
  );
  const actions = useMemo(
    () =>
      records.map(
        ({ action, title, icon, reason, start }): Action => ({
          id: `component.${action}`,
          title: () => `${title}: ${ref.name}`,
          group: 'component',
          keys: keys[action],
          effect: action === 'stop' ? 'dangerous' : 'write',
          icon,
          keywords: [ref.kind],
          disabledReason: () => reason,
          run: start,
        }),
      ),
    [records, ref],
  );
  useActions(actions);
  return records;
};
