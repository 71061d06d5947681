import type { DeclaredErrorCode } from '@shared/errors/codes';

/** What reaching a cluster can end in, beyond the universal codes: every procedure that does so declares these. */
export const clusterErrors = ['EXEC_PLUGIN', 'CERTIFICATE', 'KUBECONFIG_INVALID'] as const satisfies readonly DeclaredErrorCode[];
