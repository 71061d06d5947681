/** What the environment's policy or the user's permissions forbid, and what guards this workstation's own records. */
export const policySentences = {
  'policy.readOnly': 'The environment {{environment}} is read-only in Wheelhouse',
  'policy.locked': 'The environment {{environment}} is protected: unlock it first, with a reason and a time',
  'policy.confirmName': 'This is dangerous in a protected environment: type its name, {{environment}}, to confirm',
  'policy.missingPermission': '{{user}} may not {{verb}} {{resource}} in namespace {{namespace}}',

  'audit.cannotWrite': 'The audit log cannot be written ({{reason}}), so nothing was changed: free some disk space or check its folder, then try again',
  'audit.outcomeLost': '{{action}} was done, but its outcome could not be written to the audit log: free some disk space or check its folder',
  'audit.damaged': 'The audit log {{path}} does not fit together from line {{line}} on; nothing was repaired: keep a copy and look at the audit page',

  'vault.unreadableSecret': 'A stored secret cannot be read any more: enter it again',

  'document.setAside': 'The file of {{document}} could not be read and was put aside as {{path}}; Wheelhouse goes on without it',
  'document.newer': 'The file of {{document}} was written by a newer Wheelhouse (format {{version}}): it is kept as it is, and changes are not saved',
  'document.invalid': 'The file of {{document}} holds something unexpected ({{reason}}): it is kept as it is, and changes are not saved until it is put right or moved away',
  'document.cannotSave': 'The file of {{document}} cannot be saved: {{reason}}',

  'environment.nameTaken': 'An environment named {{name}} already exists: choose another name',
  'environment.contextUnknown': 'That context is in no kubeconfig any more: choose another one',
  'environment.notProtected': 'The environment {{environment}} is not protected: there is nothing to unlock',

  'demo.cannotStart': 'The demo site cannot be started: {{reason}}',
  'demo.ended': 'The demo site has ended by itself: reset it to start it again',

  'operation.notFound': 'There is no such operation any more',
  'operation.busy': 'Another operation already works on {{target}}: wait until it has ended, or cancel it',
  'operation.ended': 'The operation has ended already',
  'operation.pastPointOfNoReturn': 'The change is made already and cannot be canceled: roll it back instead',
  'operation.canceled': 'Canceled before anything was changed',
  'operation.interrupted': 'Wheelhouse ended while this was running: look at the component to see how far it came',
  'operation.failed': 'The operation failed because of an error inside Wheelhouse',
  'operation.journalDamaged': 'Journals of earlier operations were partly unreadable ({{files}}): what could be read is shown',
} as const;
