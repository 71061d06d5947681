import type { Condition } from '../objects/workloads';

export function conditionOf(conditions: readonly Condition[] | undefined, type: string): Condition | undefined {
  return conditions?.find((condition) => condition.type === type);
}

/** Sets a condition. One that says the same as before keeps its times; one whose status stays keeps its transition time. */
export function withCondition(conditions: readonly Condition[] | undefined, wanted: Omit<Condition, 'lastTransitionTime'>, now: string): Condition[] {
  const before = conditionOf(conditions, wanted.type);
  const others = (conditions ?? []).filter((condition) => condition.type !== wanted.type);
  if (before && before.status === wanted.status && before.reason === wanted.reason && before.message === wanted.message) return [...others, before];
  return [...others, { ...wanted, lastTransitionTime: before?.status === wanted.status ? (before.lastTransitionTime ?? now) : now }];
}
