import type { KubeContext, KubeconfigSource } from '@shared/model/connection';
import type { ClusterEntry, UserEntry } from './schema';

/** A context with all that is needed to connect. Holds credentials: it never leaves the engine. */
export interface ContextDefinition {
  /** What the operator may see of it. */
  readonly context: KubeContext;
  readonly cluster: ClusterEntry;
  readonly user: UserEntry;
  /** Changes whenever anything in the kubeconfig that concerns this context does. */
  readonly fingerprint: string;
}

/** What one source gave when it was read last. */
export interface SourceContent {
  readonly source: KubeconfigSource;
  readonly contexts: readonly ContextDefinition[];
}

/** Where a kubeconfig is to be read. */
export type SourceSpec = { readonly id: string; readonly label: string } & (
  | { readonly kind: 'environmentVariable' | 'home' | 'file' | 'demo'; readonly path: string }
  | { readonly kind: 'pasted'; read(): Promise<string> }
);
