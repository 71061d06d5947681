import path from 'node:path';
import type { SourceSpec } from './definition';
import { digest } from './digest';

/**
 * The id of a file does not depend on how it was found: an environment that was made while KUBECONFIG named
 * the file keeps working when Wheelhouse is later started from a menu, without that variable.
 */
export const fileSourceId = (file: string): string => digest('file', path.resolve(file));

/** The kubeconfigs that kubectl would look at: every file of KUBECONFIG, and `~/.kube/config`. */
export const standardLocations = (environment: NodeJS.ProcessEnv, home: string): SourceSpec[] => {
  const named = (environment.KUBECONFIG ?? '').split(path.delimiter).filter((file) => file !== '');
  const specs = named.map((file): SourceSpec => ({ kind: 'environmentVariable', id: fileSourceId(file), label: path.resolve(file), path: path.resolve(file) }));
  const standard = path.join(home, '.kube', 'config');
  return [...specs, { kind: 'home', id: fileSourceId(standard), label: standard, path: standard }];
};
