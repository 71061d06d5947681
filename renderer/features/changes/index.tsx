import type { Feature } from '@renderer/app/feature';
import { ChangeDialogs } from './ChangeDialogs';

export const changes: Feature = { id: 'changes', overlays: [ChangeDialogs] };
