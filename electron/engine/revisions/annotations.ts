/** Annotations that tell the story of a workload. Its controller copies those of the workload onto the revision it makes. */
export const annotations = {
  changeCause: 'kubernetes.io/change-cause',
  restartedAt: 'kubectl.kubernetes.io/restartedAt',
  /** The number that the deployment controller gave a ReplicaSet, and the numbers it had before it was rolled back to. */
  revision: 'deployment.kubernetes.io/revision',
  revisionHistory: 'deployment.kubernetes.io/revision-history',
  lastApplied: 'kubectl.kubernetes.io/last-applied-configuration',
  changedBy: 'wheelhouse.dev/changed-by',
  /**
   * Unique per change. A later change by another tool leaves our annotations on the workload, and the controller copies
   * them onto that tool's revision as well: of several revisions with one id only the first was made by it.
   */
  changeId: 'wheelhouse.dev/change-id',
} as const;

export const fieldManager = 'wheelhouse';
