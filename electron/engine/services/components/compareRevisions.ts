import { AppError } from '@shared/errors/appError';
import type { ComponentRef } from '@shared/model/component';
import { sentence } from '@shared/sentences/sentence';
import { openComponent } from '@electron/engine/revisions/liveComponent';
import { findRevision } from '@electron/engine/revisions/revisions';
import { compare, plainTemplate, type Comparison } from '@electron/engine/revisions/templates';
import type { OpenEnvironment } from '@electron/engine/services/environmentAccess';

/**
 * The pod templates of two revisions side by side. Values of variables that look like secrets are masked.
 * Throws NOT_FOUND for a revision that the cluster does not keep (any more) and for a component that is gone.
 */
export const compareRevisions = async (environment: OpenEnvironment, ref: ComponentRef, from: number, to: number, signal: AbortSignal): Promise<Comparison> => {
  const component = await openComponent(environment, ref, { revisions: true }, signal);
  const workload = component.workload();
  if (!workload) throw new AppError('NOT_FOUND', sentence('change.gone', { kind: ref.kind, name: ref.name }), { what: ref.name });
  const history = component.history(workload);
  const [before, after] = [from, to].map((number) => {
    const revision = findRevision(history, number);
    if (!revision) throw new AppError('NOT_FOUND', sentence('change.noRevision', { component: ref.name, revision: number }), { what: String(number) });
    return plainTemplate(revision.template);
  });
  return compare(before, after);
};
