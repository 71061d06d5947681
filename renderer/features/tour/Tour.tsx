import { useEffect, useState } from 'react';
import { useClient } from '@renderer/api/context';
import { usePreferences, useIntent } from '@renderer/state/context';
import { useTellError } from '@renderer/ui/useTellError';
import { advance, begin, enter, stepAt, steps, type Progress, type World } from './steps';
import { TourGuide } from './TourGuide';
import { useScreen } from './useScreen';
import { useTourEnvironment, useWorld } from './useWorld';

/** A dialog that goes because it was confirmed is gone a moment before its operation is known. */
const lostMs = 800;

/** The guided tour: begun by an intent, led by what the operator does, left at any time and found again where it was. */
export const Tour = (): React.ReactNode => {
  const client = useClient();
  const tellError = useTellError();
  const { tourStep } = usePreferences();
  const environment = useTourEnvironment();
  const [progress, setProgress] = useState<Progress | null>(null);
  const [isAwaited, setAwaited] = useState(false);
  const known = useWorld(environment);
  const step = progress && stepAt(progress.index);
  const screen = useScreen(progress !== null, step ? [...step.anchors({ ...known, dialog: null, isTimelineOpen: false }), ...wayBack(known.environmentId)] : []);
  const world: World = { ...known, dialog: screen.dialog, isTimelineOpen: screen.isTimelineOpen };
  const isLost = step?.isLost?.(world) ?? false;

  useIntent('tour.start', () => {
    if (environment) return setProgress(begin(tourStep ?? 0, world));
    // The environment it plays in was removed: opening the demo adds what is not there.
    void client.demo.open({}).then((outcome) => (outcome.ok ? setAwaited(true) : tellError(outcome.error)));
  });
  if (isAwaited && environment) {
    setAwaited(false);
    setProgress(begin(0, world));
  }
  const next = progress && environment ? advance(progress, world) : null;
  // What the operator did is followed while drawing: between two steps nothing of the first flashes up.
  if (next !== progress) setProgress(next);

  const index = progress?.index ?? null;
  useEffect(() => {
    if (!isLost) return;
    const timer = setTimeout(() => setProgress((before) => before && { ...before, index: before.index - 1, isHeld: false }), lostMs);
    return () => clearTimeout(timer);
  }, [isLost, index]);

  if (!progress || !environment) return null;
  const leave = (): void => {
    setProgress(null);
    // After the last step there is nothing to go on with.
    void client.settings.update({ tourStep: progress.index === steps.length - 1 ? null : progress.index });
  };
  return (
    <TourGuide
      environment={environment}
      progress={progress}
      world={world}
      screen={screen}
      onGo={(to, isHeld) => setProgress(enter(progress, to, world, isHeld))}
      onLeave={leave}
    />
  );
};

/** Where the card stands for somebody who has left the way. */
const wayBack = (environmentId: string): readonly string[] => [`[data-environment="${environmentId}"]`];
