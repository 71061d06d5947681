import { z } from 'zod';
import { abortable } from '@shared/wire/abortable';
import { createRemembered } from './remembered';
import type { AccessAnswer, KubeClient } from './types';

const reviewSchema = z.object({
  status: z.object({ allowed: z.boolean(), reason: z.string().optional(), evaluationError: z.string().optional() }),
});
const lifetimeMs = 5 * 60_000;

/** Asks the API server what the user may do, with SelfSubjectAccessReviews. */
export const createAccess = (request: KubeClient['request']): Pick<KubeClient, 'can'> => {
  const answers = createRemembered<AccessAnswer>(lifetimeMs);
  return {
    can({ verb, group, resource, subresource, namespace, name }, signal) {
      const resourceAttributes = { verb, group, resource, subresource, namespace, name };
      const answer = answers.get(JSON.stringify(resourceAttributes), async () => {
        const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
        const body = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', spec: { resourceAttributes } };
        const { status } = reviewSchema.parse(await request({ method: 'POST', path, body }));
        return { allowed: status.allowed, reason: status.reason ?? status.evaluationError ?? '' };
      });
      // The question is shared with others, so one who goes away must not end it.
      return signal ? abortable(answer, signal) : answer;
    },
  };
};
