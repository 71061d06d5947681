import { StatusError } from '../http/status';
import type { KubeObject } from '../objects/meta';
import { kindNamed } from '../store/kinds';
import type { Store } from '../store/store';
import type { PolicyRule } from './rules';

export interface User {
  name: string;
  uid?: string;
  groups: readonly string[];
}

/** What someone wants to do: with a resource, or with a path that is none (`/version`). */
export interface Attributes {
  verb: string;
  group?: string;
  resource?: string;
  subresource?: string;
  namespace?: string;
  name?: string;
  path?: string;
}

export interface Decision {
  allowed: boolean;
  /** Which binding allowed it, as the real authorizer says it. */
  reason: string;
}

export interface Authorizer {
  decide(user: User, attributes: Attributes): Decision;
  /** All rules that hold for the user in a namespace. */
  rulesFor(user: User, namespace: string): PolicyRule[];
}

interface Subject {
  kind: string;
  name: string;
  namespace?: string;
}

interface Binding extends KubeObject {
  roleRef: { kind: string; name: string };
  subjects?: Subject[];
}

interface Grant {
  binding: Binding;
  rules: PolicyRule[];
}

/** RBAC over the roles and bindings in the store, so that changing them takes effect at once. */
export function createAuthorizer(store: Store): Authorizer {
  const grantsIn = (kind: 'ClusterRoleBinding' | 'RoleBinding', user: User, namespace?: string): Grant[] =>
    (store.list(kindNamed(kind), namespace) as Binding[])
      .filter((binding) => binding.subjects?.some((subject) => isSubject(subject, user)))
      .map((binding) => {
        const role = binding.roleRef.kind === 'ClusterRole' ? store.get(kindNamed('ClusterRole'), undefined, binding.roleRef.name) : store.get(kindNamed('Role'), namespace, binding.roleRef.name);
        return { binding, rules: (role?.['rules'] ?? []) as PolicyRule[] };
      });

  const grants = (user: User, namespace: string | undefined) => [...grantsIn('ClusterRoleBinding', user), ...(namespace ? grantsIn('RoleBinding', user, namespace) : [])];

  return {
    decide(user, attributes) {
      const grant = grants(user, attributes.namespace).find(({ rules }) => rules.some((rule) => covers(rule, attributes)));
      if (!grant) return { allowed: false, reason: '' };
      const { kind, metadata, roleRef } = grant.binding;
      const subject = grant.binding.subjects?.find((candidate) => isSubject(candidate, user));
      const where = metadata.namespace ? `${metadata.name}/${metadata.namespace}` : metadata.name;
      return { allowed: true, reason: `RBAC: allowed by ${kind} "${where}" of ${roleRef.kind} "${roleRef.name}" to ${subject?.kind} "${subject?.name}"` };
    },
    rulesFor: (user, namespace) => grants(user, namespace).flatMap(({ rules }) => rules),
  };
}

function isSubject(subject: Subject, user: User): boolean {
  if (subject.kind === 'ServiceAccount') return user.name === `system:serviceaccount:${subject.namespace ?? ''}:${subject.name}`;
  return subject.kind === 'User' ? subject.name === user.name : subject.kind === 'Group' && user.groups.includes(subject.name);
}

const holds = (list: readonly string[] | undefined, value: string) => list?.some((entry) => entry === '*' || entry === value) ?? false;

function covers(rule: PolicyRule, wanted: Attributes): boolean {
  if (!holds(rule.verbs, wanted.verb)) return false;
  if (wanted.path !== undefined) {
    const { path } = wanted;
    return rule.nonResourceURLs?.some((url) => url === path || (url.endsWith('*') && path.startsWith(url.slice(0, -1)))) ?? false;
  }
  const resource = wanted.subresource ? `${wanted.resource}/${wanted.subresource}` : (wanted.resource ?? '');
  const named = !rule.resourceNames?.length || (wanted.name !== undefined && rule.resourceNames.includes(wanted.name));
  return holds(rule.apiGroups, wanted.group ?? '') && (holds(rule.resources, resource) || (wanted.subresource !== undefined && holds(rule.resources, `*/${wanted.subresource}`))) && named;
}

/** 403 in the words of the server. */
export function denied(user: User, wanted: Attributes): StatusError {
  const who = `User "${user.name}" cannot ${wanted.verb}`;
  if (wanted.path !== undefined) return new StatusError(403, 'Forbidden', `forbidden: ${who} path "${wanted.path}"`, {});
  const { group = '', resource = '', subresource, namespace, name } = wanted;
  const title = `${group ? `${resource}.${group}` : resource}${name ? ` "${name}"` : ''}`;
  const where = namespace ? `in the namespace "${namespace}"` : 'at the cluster scope';
  const what = `resource "${subresource ? `${resource}/${subresource}` : resource}" in API group "${group}" ${where}`;
  return new StatusError(403, 'Forbidden', `${title} is forbidden: ${who} ${what}`, { ...(name && { name }), ...(group && { group }), kind: resource });
}
