import { environmentDraftSchema, type EnvironmentDraft, type EnvironmentView } from '@shared/model/environment';
import type { KubeContext, Probe } from '@shared/model/connection';

/** What the operator has typed; `touched` fields are no longer suggested. */
export interface DraftState {
  values: EnvironmentDraft;
  touched: ReadonlySet<keyof EnvironmentDraft>;
}

/** Production is red and protected unless somebody decides otherwise. */
const classDefaults: Record<EnvironmentDraft['class'], Pick<EnvironmentDraft, 'color' | 'policy'>> = {
  dev: { color: 'blue', policy: 'normal' },
  test: { color: 'teal', policy: 'normal' },
  prod: { color: 'red', policy: 'protected' },
};

/** `uuid-prod` and `production` are prod; `staging`, `qa`, `uat` and `test` are test. */
export const guessClass = (name: string): EnvironmentDraft['class'] => {
  if (/prod|live|prd/i.test(name)) return 'prod';
  return /test|stag|qa|uat|sit/i.test(name) ? 'test' : 'dev';
};

export const emptyDraft: DraftState = {
  values: { name: '', contextId: '', namespace: '', class: 'dev', color: 'blue', policy: 'normal' },
  touched: new Set(),
};

export const draftOf = ({ name, contextId, namespace, class: cls, color, policy }: EnvironmentView): DraftState => ({
  values: { name, contextId, namespace, class: cls, color, policy },
  touched: new Set(['name', 'contextId', 'namespace', 'class', 'color', 'policy']),
});

/** Fills what the operator has not touched from what is known: context, namespace, class. */
const suggest = ({ values, touched }: DraftState, context: KubeContext | undefined): DraftState => {
  const next = { ...values };
  if (!touched.has('namespace') && context) next.namespace = context.namespace || 'default';
  if (!touched.has('name')) next.name = next.namespace && next.namespace !== 'default' ? next.namespace : (context?.name ?? '').slice(0, 60);
  if (!touched.has('class')) next.class = guessClass(`${next.namespace} ${context?.name ?? ''}`);
  if (!touched.has('color')) next.color = classDefaults[next.class].color;
  if (!touched.has('policy')) next.policy = classDefaults[next.class].policy;
  return { values: next, touched };
};

/** A field was changed by the operator. */
export const withField = <K extends keyof EnvironmentDraft>(state: DraftState, field: K, value: EnvironmentDraft[K], contexts: readonly KubeContext[]): DraftState => {
  const values = { ...state.values, [field]: value };
  // Choosing another context makes its own namespace the better suggestion, unless one was typed.
  const touched = new Set(state.touched).add(field);
  return suggest({ values, touched }, contexts.find((context) => context.id === values.contextId));
};

/** The first field that does not fit, or null. */
export const problemOf = (values: EnvironmentDraft): keyof EnvironmentDraft | null => {
  const checked = environmentDraftSchema.safeParse(values);
  return checked.success ? null : ((checked.error.issues[0]?.path[0] as keyof EnvironmentDraft | undefined) ?? null);
};

/** The namespaces to choose from; null when the operator must type one. */
export const namespacesOf = (probe: Probe | undefined): string[] | null => (probe?.state === 'reachable' ? probe.namespaces : null);
