import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { ComponentRef } from '@shared/model/component';

/** The object that is open in the side panel of an environment. It is kept in the address, so that it survives a reload. */
export interface Selection {
  apiVersion: string;
  kind: string;
  name: string;
}

const parameter = 'object';

const parse = (text: string | null): Selection | null => {
  const [apiVersion, kind, name] = text?.split('~') ?? [];
  return apiVersion && kind && name ? { apiVersion, kind, name } : null;
};

/** The address that opens a workload in the side panel of its environment. */
export const componentAddress = ({ environmentId, kind, name }: ComponentRef): string => {
  const apiVersion = kind === 'Job' || kind === 'CronJob' ? 'batch/v1' : 'apps/v1';
  return `/env/${environmentId}?${parameter}=${encodeURIComponent(`${apiVersion}~${kind}~${name}`)}`;
};

export const useSelection = (): [Selection | null, (selection: Selection | null) => void] => {
  const [parameters, setParameters] = useSearchParams();
  const text = parameters.get(parameter);
  const selection = useMemo(() => parse(text), [text]);
  const select = useCallback(
    (next: Selection | null) =>
      setParameters(
        (before) => {
          const after = new URLSearchParams(before);
          if (next) after.set(parameter, `${next.apiVersion}~${next.kind}~${next.name}`);
          else after.delete(parameter);
          return after;
        },
        { replace: true },
      ),
    [setParameters],
  );
  return [selection, select];
};
