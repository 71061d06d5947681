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
  /**
   * The ControllerRevision that a change brings back instead of making a new one. It gets no annotations then, and the
   * next one that is made gets ours: by this name they are told from a revision that is ours.
   */
  reuses: 'wheelhouse.dev/reuses-revision',
} as const;

export const fieldManager = 'wheelhouse';
