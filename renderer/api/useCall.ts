import { useCallback, useEffect, useRef, useState } from 'react';
import type { AppError } from '@shared/errors/appError';
import type { Outcome } from '@shared/wire/types';
import { useClient } from './context';
import { callAt, type CallPath, type InputAt, type OutputAt } from './paths';

export interface CallView<P extends CallPath> {
  /** Calls the engine; an answer that was overtaken by a later call is not shown. */
  run: (input: InputAt<P>) => Promise<Outcome<OutputAt<P>>>;
  loading: boolean;
  value: OutputAt<P> | undefined;
  error: AppError | null;
  clear: () => void;
}

interface CallStatus<P extends CallPath> {
  loading: boolean;
  value: OutputAt<P> | undefined;
  error: AppError | null;
}

/** A call made on demand, with its state for the screen. Leaving the component aborts it. */
export const useCall = <P extends CallPath>(path: P): CallView<P> => {
  const client = useClient();
  const [status, setStatus] = useState<CallStatus<P>>({ loading: false, value: undefined, error: null });
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const run = useCallback(
    async (input: InputAt<P>) => {
      running.current?.abort();
      const controller = new AbortController();
      running.current = controller;
      setStatus((before) => ({ ...before, loading: true, error: null }));
      const outcome = await callAt(client, path)(input, { signal: controller.signal });
      if (running.current === controller && !controller.signal.aborted) {
        setStatus(outcome.ok ? { loading: false, value: outcome.value, error: null } : { loading: false, value: undefined, error: outcome.error });
      }
      return outcome;
    },
    [client, path],
  );
  const clear = useCallback(() => setStatus({ loading: false, value: undefined, error: null }), []);
  return { run, clear, ...status };
};

/** A call made when the component appears and whenever its input changes. `input: null` waits. */
export const useQuery = <P extends CallPath>(path: P, input: InputAt<P> | null): Omit<CallView<P>, 'run' | 'clear'> & { reload: () => void } => {
  const { run, ...view } = useCall(path);
  const key = input === null ? null : JSON.stringify(input);
  const reload = useCallback(() => {
    if (key !== null) void run(JSON.parse(key) as InputAt<P>);
  }, [key, run]);
  useEffect(reload, [reload]);
  return { ...view, reload };
};
