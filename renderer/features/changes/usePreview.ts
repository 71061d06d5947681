import { useEffect } from 'react';
import type { PreviewChange } from '@shared/model/change';
import type { ComponentRef } from '@shared/model/component';
import { useCall, type CallView } from '@renderer/api/useCall';

/** A dry run for every key press would be a burden on the API server. */
const typingPauseMs = 350;

/** The server's dry run of the change, made anew when the change is another. Null waits. */
export const usePreview = (ref: ComponentRef, change: PreviewChange | null): CallView<'changes.preview'> & { reload: () => void } => {
  const preview = useCall('changes.preview');
  const { run, clear } = preview;
  const key = JSON.stringify({ ref, change });
  useEffect(() => {
    const input = JSON.parse(key) as { ref: ComponentRef; change: PreviewChange | null };
    if (!input.change) return clear();
    const { change: wanted } = input;
    // What nobody types is previewed at once.
    const pause = wanted.kind === 'setImage' || wanted.kind === 'scale' ? typingPauseMs : 0;
    const timer = setTimeout(() => void run({ ref: input.ref, change: wanted }), pause);
    return () => clearTimeout(timer);
  }, [key, run, clear]);
  return {
    ...preview,
    reload: () => {
      if (change) void run({ ref, change });
    },
  };
};
