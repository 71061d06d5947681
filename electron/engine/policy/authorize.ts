import { AppError } from '@shared/errors/appError';
import type { EnvironmentView } from '@shared/model/environment';
import { sentence } from '@shared/sentences/sentence';
import type { Interceptor } from '@shared/wire/types';
import { violation } from './rules';
import { readCommon } from './target';

/** Enforces the environments' policies where nobody can go around them: in front of every handler that changes one. */
export const authorize = (environments: { get(id: string): EnvironmentView | undefined }): Interceptor => async ({ procedure, input }, next) => {
  if (procedure.scope !== 'environment' || procedure.effect === 'read') return next();

  const { environmentId, ref, confirmName } = readCommon(input);
  // The handler acts on the ref: judging another environment than that one would be no policy at all.
  if (environmentId === undefined || (ref && ref.environmentId !== environmentId)) {
    const message = 'environmentId and ref.environmentId must name the same environment';
    throw new AppError('INVALID_INPUT', message, { issues: [{ path: 'environmentId', message }] });
  }
  const environment = environments.get(environmentId);
  if (!environment) throw new AppError('NOT_FOUND', sentence('environment.unknown'), { what: environmentId });

  const forbidden = violation(environment, procedure.effect, confirmName);
  if (forbidden) throw new AppError('POLICY', forbidden.sentence, { rule: forbidden.rule, environmentId });
  return next();
};
