import { z } from 'zod';
import { isAppError } from '@shared/errors/appError';
import { abortable } from '@shared/wire/abortable';
import { reviewInJson, reviewInProtobuf } from './accessReview';
import { createRemembered } from './remembered';
import type { AccessAnswer, AccessCheck, KubeClient } from './types';

const reviewSchema = z.object({
  status: z.object({ allowed: z.boolean(), reason: z.string().optional(), evaluationError: z.string().optional() }),
});
const lifetimeMs = 5 * 60_000;

/** Asks the API server what the user may do, with SelfSubjectAccessReviews. */
export const createAccess = (request: KubeClient['request']): Pick<KubeClient, 'can'> => {
  const answers = createRemembered<AccessAnswer>(lifetimeMs);
  // Which of the two this server takes is found out by the first question.
  let review = reviewInJson;

  const send = async (check: AccessCheck): Promise<unknown> => {
    // Several questions may be on their way when the first one finds out.
    const asked = review;
    try {
      return await request(asked(check));
    } catch (error) {
      if (asked === reviewInProtobuf || !(isAppError(error) && error.code === 'UNREACHABLE')) throw error;
      const answer = await request(reviewInProtobuf(check));
      review = reviewInProtobuf;
      return answer;
    }
  };

  return {
    can({ verb, group, resource, subresource, namespace, name }, signal) {
      const check: AccessCheck = { verb, group, resource, subresource, namespace, name };
      const answer = answers.get(JSON.stringify(check), async () => {
        const { status } = reviewSchema.parse(await send(check));
        return { allowed: status.allowed, reason: status.reason ?? status.evaluationError ?? '' };
      });
      // The question is shared with others, so one who goes away must not end it.
      return signal ? abortable(answer, signal) : answer;
    },
  };
};
