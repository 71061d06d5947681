import type { Freshness } from '@shared/model/freshness';

/** The part of every Kubernetes object that the engine relies on. Everything from the wire is optional until looked at. */
export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  [field: string]: unknown;
}

export interface ObjectMeta {
  name: string;
  namespace?: string;
  uid: string;
  /** Opaque: compared for equality only. */
  resourceVersion: string;
  generation?: number;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  ownerReferences?: OwnerReference[];
  finalizers?: string[];
}
export interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller?: boolean;
}

/** A kind as discovery describes it on one connection. */
export interface Resource {
  group: string;
  version: string;
  /** `group/version`, or `v1` for the core group. */
  apiVersion: string;
  kind: string;
  /** Name in URLs and in RBAC: `deployments`. */
  plural: string;
  namespaced: boolean;
  verbs: readonly string[];
}

export interface KubeRequest {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path with every segment already encoded, `/apis/apps/v1/namespaces/x/deployments`. Use `resourcePath`. */
  path: string;
  query?: Record<string, string | number | boolean | undefined>;
  /** Sent as JSON; a `Uint8Array` as it is. */
  body?: unknown;
  /** For PATCH: `application/apply-patch+yaml`, `application/strategic-merge-patch+json`, `application/merge-patch+json`, `application/json-patch+json`. */
  contentType?: string;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** Without one 30 s; 0 is no limit. A stream's ends when the head of its answer has come. */
  timeoutMs?: number;
}

/** One connection to one API server with one credential. Every failure is an `AppError` made by `errors.ts`. */
export interface KubeClient {
  readonly contextId: string;
  readonly server: string;
  /** Sends one request and parses the JSON answer. A 401 refreshes the credential and tries once more. */
  request(request: KubeRequest): Promise<unknown>;
  /** Like `request`, with the body as text (`/version`, logs) */
  text(request: KubeRequest): Promise<string>;
  /** Opens a long answer (watch, log): bytes as they come; ending the iteration or the signal closes the socket. */
  stream(request: KubeRequest): Promise<AsyncIterable<Uint8Array>>;
  /** Finds a kind by group and kind with the version this server prefers among `versions` (else its own preference); null where it is not served. Cached. */
  resource(group: string, kind: string, versions?: readonly string[]): Promise<Resource | null>;
  /** SelfSubjectAccessReview, cached for 5 min. */
  can(check: AccessCheck, signal?: AbortSignal): Promise<AccessAnswer>;
  /** Name of the user as the cluster sees it (SelfSubjectReview), else as the kubeconfig names it. */
  username(): Promise<string>;
  /** Server's clock minus ours, from the Date header of the last answer; null before the first. */
  clockSkewMs(): number | null;
}

export interface AccessCheck {
  verb: string;
  group: string;
  /** Plural; `subresource` apart. */
  resource: string;
  subresource?: string;
  namespace: string;
  name?: string;
}
export interface AccessAnswer {
  allowed: boolean;
  reason: string;
}

export interface StoreChange {
  upserted: readonly KubeObject[];
  removed: readonly KubeObject[];
}

/** Objects of one kind in one namespace (or all), by uid and by the indexes. `managedFields` and last-applied are gone. */
export interface Store {
  readonly size: number;
  get(uid: string): KubeObject | undefined;
  byName(namespace: string | undefined, name: string): KubeObject | undefined;
  ownedBy(uid: string): readonly KubeObject[];
  onNode(node: string): readonly KubeObject[];
  /** Objects that have all of these labels. */
  matching(namespace: string | undefined, labels: Readonly<Record<string, string>>): readonly KubeObject[];
  all(): Iterable<KubeObject>;
}

/** A share of a cache. The cache lives while someone holds a lease, and 30 s longer. */
export interface CacheLease {
  readonly resource: Resource;
  readonly store: Store;
  readonly freshness: Freshness;
  /** Resolves when the first list is complete or the cache is known to be `denied`; rejects on the signal only. */
  ready(signal: AbortSignal): Promise<void>;
  /** Batches of at most one per 100 ms. */
  onChange(listener: (change: StoreChange) => void): () => void;
  onFreshness(listener: (freshness: Freshness) => void): () => void;
  /** Drops the back-off and looks again now. */
  recheck(): void;
  release(): void;
}

export interface Caches {
  /** Opens or shares the cache of one kind; namespace null is the whole cluster. */
  lease(client: KubeClient, resource: Resource, namespace: string | null): CacheLease;
  /** After sleep: every cache looks again. */
  recheckAll(): void;
  dispose(): void;
}
