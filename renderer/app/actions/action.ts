import type { TFunction } from 'i18next';
import type { ComponentType } from 'react';
import type { EngineClient } from '@shared/contract';
import type { EnvironmentView } from '@shared/model/environment';
import type { Effect } from '@shared/wire/define';
import type { Intents } from '@renderer/state/intents';
import type { Stores } from '@renderer/state/stores';

export type ActionGroup = 'navigation' | 'environment' | 'component' | 'application';

/** What an action may use. */
export interface ActionContext {
  client: EngineClient;
  stores: Stores;
  /** The environment whose page is open. */
  environment: EnvironmentView | null;
  t: TFunction;
  navigate: (path: string) => void;
  raise: <K extends keyof Intents>(name: K, payload: Intents[K]) => boolean;
}

export type ActionIcon = ComponentType<{ size?: number | string; stroke?: number | string; 'aria-hidden'?: boolean }>;

/** One record feeds buttons, menus, hot keys, the palette and the help (design §2, rule 5). */
export interface Action {
  /** `domain.verb` */
  id: string;
  title: (t: TFunction) => string;
  group: ActionGroup;
  /** Hot keys: `mod+k`, `g o` (one after the other), `?`, `alt+1`. */
  keys?: readonly string[];
  effect: Effect;
  /** Acts on the environment whose page is open: a read-only one disables it unless it only reads. */
  onEnvironment?: boolean;
  icon?: ActionIcon;
  /** Leads newcomers: the help offers it as a button. */
  isGuide?: boolean;
  /** Further words the palette finds it by. */
  keywords?: readonly string[];
  /** False hides it. */
  when?: (context: ActionContext) => boolean;
  /** Why it cannot be used now; shown on the disabled button and in the palette. */
  disabledReason?: (context: ActionContext) => string | null;
  run: (context: ActionContext) => void | Promise<void>;
}

/** Why an action cannot run now, or null. The environment's policy comes before the action's own reason. */
export const reasonAgainst = (action: Action, context: ActionContext): string | null => {
  const { environment } = context;
  if (action.onEnvironment && action.effect !== 'read' && environment?.policy === 'readOnly') return context.t('shell.frame.readOnly');
  return action.disabledReason?.(context) ?? null;
};

export const isAvailable = (action: Action, context: ActionContext): boolean => action.when?.(context) ?? true;
