import { useEffect, useState } from 'react';
import type { Connections } from '@shared/contract/connections';
import { useCall } from '@renderer/api/useCall';
import { useRaise } from '@renderer/state/context';
import { useTellError } from '@renderer/ui/useTellError';

export interface DemoSite {
  start: () => void;
  starting: boolean;
}

/**
 * Starts the demo site and goes on to adding an environment on it. Belongs to the page: the card with the button is
 * gone as soon as the site is among the connections, which may be before the answer.
 */
export const useDemoSite = (connections: Connections | undefined): DemoSite => {
  const raise = useRaise();
  const tellError = useTellError();
  const { run, loading } = useCall('connections.startDemo');
  const [startedId, setStartedId] = useState<string | null>(null);
  const contextId = connections?.contexts.find((one) => one.sourceId === startedId)?.id;
  // The new context arrives through the stream, before or after the answer.
  useEffect(() => {
    if (contextId !== undefined) raise('environments.add', { contextId });
  }, [contextId, raise]);
  const start = async (): Promise<void> => {
    const outcome = await run({});
    if (outcome.ok) setStartedId(outcome.value.sourceId);
    else tellError(outcome.error);
  };
  return { start: () => void start(), starting: loading };
};
