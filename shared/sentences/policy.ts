/** What the environment's policy or the user's permissions forbid. */
export const policySentences = {
  'policy.readOnly': 'The environment {{environment}} is read-only in Wheelhouse',
  'policy.locked': 'The environment {{environment}} is protected: unlock it first, with a reason and a time',
  'policy.confirmName': 'This is dangerous in a protected environment: type its name, {{environment}}, to confirm',
  'policy.missingPermission': '{{user}} may not {{verb}} {{resource}} in namespace {{namespace}}',
} as const;
