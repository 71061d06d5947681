import type { StatusWord } from '@shared/model/status';

/** The five tones that colour means anything by; see styles/global.css. */
export type Tone = 'ok' | 'busy' | 'warn' | 'bad' | 'off';

export const toneOf: Record<StatusWord, Tone> = {
  running: 'ok',
  starting: 'busy',
  upgrading: 'busy',
  partlyAbnormal: 'warn',
  abnormal: 'bad',
  stopping: 'busy',
  stopped: 'off',
  paused: 'warn',
  completed: 'ok',
  idle: 'off',
  missing: 'bad',
  unknown: 'off',
};
