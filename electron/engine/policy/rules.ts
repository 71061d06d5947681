import type { ErrorData } from '@shared/errors/codes';
import type { EnvironmentView } from '@shared/model/environment';
import { sentence, type Sentence } from '@shared/sentences/sentence';
import type { Effect } from '@shared/wire/define';

export interface Violation {
  rule: ErrorData<'POLICY'>['rule'];
  sentence: Sentence;
}

/**
 * Why an environment's policy forbids an effect now; null when it does not.
 * @param confirmName what the operator typed to confirm something dangerous
 */
export const violation = ({ name, policy, unlock }: EnvironmentView, effect: Effect, confirmName?: string): Violation | null => {
  if (effect === 'read' || policy === 'normal') return null;
  if (policy === 'readOnly') return { rule: 'readOnly', sentence: sentence('policy.readOnly', { environment: name }) };
  if (!unlock) return { rule: 'locked', sentence: sentence('policy.locked', { environment: name }) };
  if (effect === 'dangerous' && confirmName !== name) return { rule: 'confirmName', sentence: sentence('policy.confirmName', { environment: name }) };
  return null;
};
