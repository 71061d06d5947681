import path from 'node:path';
import type { KubeconfigSource } from '@shared/model/connection';
import { isAppError } from '@shared/errors/appError';
import { sentence } from '@shared/sentences/sentence';
import { contextsOf } from './contexts';
import type { SourceContent, SourceSpec } from './definition';
import { parseKubeconfig } from './parse';
import { readKubeconfig } from './read';

/** Reads one source. What is wrong with it becomes its `problem`; it never throws. */
export const loadSource = async (spec: SourceSpec): Promise<SourceContent> => {
  const source = (problem: KubeconfigSource['problem']): KubeconfigSource => ({
    id: spec.id,
    kind: spec.kind,
    label: spec.label,
    problem,
    removable: spec.kind === 'file' || spec.kind === 'pasted',
  });
  try {
    const text = spec.kind === 'pasted' ? await spec.read() : await readKubeconfig(spec.path);
    const parsed = parseKubeconfig(text, spec.label);
    const contexts = await contextsOf(parsed, spec.id, spec.kind === 'pasted' ? null : path.dirname(spec.path));
    return { source: source(parsed.problem), contexts };
  } catch (error) {
    const known = isAppError(error) ? error.sentence : null;
    const reason = error instanceof Error ? error.message : String(error);
    return { source: source(known ?? sentence('kubeconfig.unreadable', { source: spec.label, reason })), contexts: [] };
  }
};
