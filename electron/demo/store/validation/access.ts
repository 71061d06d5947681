import { sameJson } from '../../objects/json';
import type { KubeObject } from '../../objects/meta';
import { bad, child, items, required, unsupported, type Cause } from './causes';

const isEmpty = (list: unknown) => !Array.isArray(list) || list.length === 0;

/** Rules of Roles and ClusterRoles. Only cluster-wide ones may speak of paths. */
export function roleCauses(role: KubeObject): Cause[] {
  return items(role['rules']).flatMap((rule, index) => {
    const field = `rules[${index}]`;
    const causes = isEmpty(rule['verbs']) ? [required(`${field}.verbs`, 'verbs must contain at least one value')] : [];
    if (!isEmpty(rule['nonResourceURLs'])) {
      if (role.kind === 'Role') causes.push(bad(`${field}.nonResourceURLs`, `[]string{${(rule['nonResourceURLs'] as string[]).map((path) => JSON.stringify(path)).join(', ')}}`, 'namespaced rules cannot apply to non-resource URLs'));
      return causes;
    }
    if (isEmpty(rule['apiGroups'])) causes.push(required(`${field}.apiGroups`, 'resource rules must supply at least one api group'));
    if (isEmpty(rule['resources'])) causes.push(required(`${field}.resources`, 'resource rules must supply at least one resource'));
    return causes;
  });
}

export function bindingCauses(binding: KubeObject, before: KubeObject | undefined): Cause[] {
  const reference = child(binding, 'roleRef');
  const roles = binding.kind === 'RoleBinding' ? ['Role', 'ClusterRole'] : ['ClusterRole'];
  const isChanged = before && !sameJson(before['roleRef'], reference);
  return [
    ...(roles.includes(reference['kind'] as string) ? [] : [unsupported('roleRef.kind', JSON.stringify(reference['kind'] ?? ''), roles)]),
    ...(reference['name'] ? [] : [required('roleRef.name')]),
    ...items(binding['subjects']).flatMap((subject, index) => {
      const field = `subjects[${index}]`;
      const isKnown = ['ServiceAccount', 'User', 'Group'].includes(subject['kind'] as string);
      return [
        ...(subject['name'] ? [] : [required(`${field}.name`)]),
        ...(isKnown ? [] : [unsupported(`${field}.kind`, JSON.stringify(subject['kind'] ?? ''), ['ServiceAccount', 'User', 'Group'])]),
        ...(subject['kind'] === 'ServiceAccount' && !subject['namespace'] ? [required(`${field}.namespace`)] : []),
      ];
    }),
    ...(isChanged ? [bad('roleRef', `rbac.RoleRef{APIGroup:${JSON.stringify(reference['apiGroup'])}, Kind:${JSON.stringify(reference['kind'])}, Name:${JSON.stringify(reference['name'])}}`, 'cannot change roleRef')] : []),
  ];
}
