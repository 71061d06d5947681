import { alreadyExists, badRequest, conflict, forbidden, modified, notFound } from '../http/status';
import { cloneJson, sameJson, type JsonObject } from '../objects/json';
import type { Draft, KubeObject, ManagedFieldsEntry, ObjectMeta } from '../objects/meta';
import { afterUpdate, type Writer } from '../patch/managers';
import type { Random } from '../random/random';
import { defaultCustom } from '../schema/custom';
import { timestamp, type Clock } from '../time/clock';
import { admit } from './admission';
import { applyDefaults } from './defaults';
import { allocate, initialStatus, keepAllocated } from './initial';
import { kindNamed, type Kind } from './kinds';
import type { Store } from './store';
import { validate } from './validation/validate';

/** How a write is made. A dry run goes all the way and stops short of the store. */
export interface WriteOptions extends Writer {
  dryRun?: boolean;
  /** managedFields worked out elsewhere (server-side apply) instead of from what changed. */
  managedFields?: ManagedFieldsEntry[];
}

/** Every change of the store goes through here, whoever makes it: defaults, validation, versions, ownership of fields. */
export interface Writes {
  create(kind: Kind, draft: Draft, options: WriteOptions): KubeObject;
  /** Replaces an object. A resourceVersion or uid in it is a precondition. A write that changes nothing makes no new version. */
  update(kind: Kind, object: Draft, options: WriteOptions): KubeObject;
}

interface Deps {
  store: Store;
  clock: Clock;
  random: Random;
}

/** Writes of one part of an object, which is not what validation looks at. */
const narrow = new Set<string | undefined>(['status', 'binding', 'ephemeralcontainers']);

const statusBearing = (kind: Kind) => kind.subresources.includes('status');

export function createWrites({ store, clock, random }: Deps): Writes {
  const stamp = () => timestamp(clock.now());

  const requireNamespace = (kind: Kind, name: string, namespace: string | undefined) => {
    if (!kind.namespaced) return;
    const found = store.get(kindNamed('Namespace'), undefined, namespace ?? '');
    if (!found) throw notFound(kindNamed('Namespace'), namespace ?? '');
    if (found.metadata.deletionTimestamp) throw forbidden(kind, name, `unable to create new content in namespace ${namespace} because it is being terminated`);
  };

  return {
    create(kind, draft, options) {
      const input = cloneJson(draft);
      const { generateName } = input.metadata;
      const name = input.metadata.name ?? (generateName ? `${generateName}${random.suffix(5)}` : '');
      const { resourceVersion: _version, deletionTimestamp: _deletion, managedFields: _managed, ...given } = input.metadata;
      const metadata: ObjectMeta = { ...given, name, uid: random.uid(), resourceVersion: '', creationTimestamp: stamp(), ...(hasSpec(kind) && { generation: 1 }) };
      if (!kind.namespaced) delete metadata.namespace;
      const object: KubeObject = { ...input, apiVersion: kind.apiVersion, kind: kind.kind, metadata };
      fillIn(kind, object);
      validate(kind, object, undefined);
      requireNamespace(kind, name, metadata.namespace);
      if (store.get(kind, metadata.namespace, name)) throw alreadyExists(kind, name);
      admit(kind, object, store);
      if (statusBearing(kind)) object['status'] = initialStatus(kind, object);
      allocate(kind, object, store, random);
      object.metadata.managedFields = options.managedFields ?? afterUpdate(undefined, withoutStatus(object), options, stamp());
      return options.dryRun ? { ...object, metadata: { ...object.metadata, resourceVersion: '' } } : store.put(kind, object);
    },

    update(kind, draft, options) {
      const name = draft.metadata.name ?? '';
      const before = store.get(kind, kind.namespaced ? draft.metadata.namespace : undefined, name);
      if (!before) throw notFound(kind, name);
      const { resourceVersion, uid } = draft.metadata;
      if (uid && uid !== before.metadata.uid) {
        throw conflict(kind, name, `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${before.metadata.uid}`);
      }
      if (resourceVersion && resourceVersion !== before.metadata.resourceVersion) throw modified(kind, name);

      const object = merged(kind, before, copyOf(draft, options.subresource), options.subresource);
      // The server's own writes (a status, a node for a pod) leave alone what could be wrong. Most writes are of that kind.
      if (!narrow.has(options.subresource)) {
        fillIn(kind, object);
        keepAllocated(kind, object, before);
        validate(kind, object, before);
        allocate(kind, object, store, random);
      }
      if (!options.managedFields && sameJson(object, before)) return before;
      if (hasSpec(kind) && (!sameJson(desired(object), desired(before)) || isAnnotated(kind, object, before, options))) object.metadata.generation = (before.metadata.generation ?? 0) + 1;
      object.metadata.managedFields = options.managedFields ?? afterUpdate(before, object, options, stamp());
      if (options.managedFields && sameJson(object, before)) return before;
      if (options.dryRun) return object;
      return isFinished(kind, object) ? store.remove(kind, object) : store.put(kind, object);
    },
  };
}

/** Whether an object that is being deleted has nothing left to wait for. A pod waits for its kubelet until it has no grace, a namespace for its content. */
function isFinished(kind: Kind, { metadata }: KubeObject): boolean {
  if (!metadata.deletionTimestamp || metadata.finalizers?.length || kind.kind === 'Namespace') return false;
  return kind.kind !== 'Pod' || metadata.deletionGracePeriodSeconds === 0;
}

/** A custom kind has the defaults of its schema, whatever its name. */
function fillIn(kind: Kind, object: KubeObject): void {
  if (kind.custom) defaultCustom(kind.custom.schema, object);
  else applyDefaults(kind.kind, object);
}

/** Kinds whose generation counts changes of what is wanted. Pods and plain data have none. */
const hasSpec = (kind: Kind) => statusBearing(kind) && !['Pod', 'Namespace', 'Node', 'PersistentVolumeClaim', 'PersistentVolume', 'Service'].includes(kind.kind);

/** The annotations of a Deployment count as part of what is wanted: they go on to its ReplicaSets. */
function isAnnotated(kind: Kind, object: KubeObject, before: KubeObject, { subresource }: WriteOptions): boolean {
  return kind.kind === 'Deployment' && !subresource && !sameJson(object.metadata.annotations, before.metadata.annotations);
}

/** What a write may keep of what it is given. A status write, which most are, copies no more than the status. */
function copyOf(draft: Draft, subresource: string | undefined): Draft {
  const { managedFields: _managed, ...metadata } = draft.metadata;
  if (subresource === 'status') return { metadata: cloneJson(metadata), status: cloneJson(draft['status']) };
  return cloneJson({ ...draft, metadata });
}

/** All but status and metadata. */
function desired(object: KubeObject): JsonObject {
  const { status: _status, metadata: _metadata, ...rest } = object;
  return rest;
}

function withoutStatus(object: KubeObject): KubeObject {
  const { status: _status, ...rest } = object;
  return { ...rest, apiVersion: object.apiVersion, kind: object.kind, metadata: object.metadata };
}

/** The new object with what a client cannot change taken from the old one. A status write changes status only, any other write all but it. */
function merged(kind: Kind, before: KubeObject, draft: Draft, subresource: string | undefined): KubeObject {
  if (draft.metadata.namespace !== undefined && kind.namespaced && draft.metadata.namespace !== before.metadata.namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  const { uid, creationTimestamp, generation, deletionTimestamp, deletionGracePeriodSeconds, resourceVersion, generateName, namespace } = before.metadata;
  const fixed = { uid, creationTimestamp, generation, deletionTimestamp, deletionGracePeriodSeconds, resourceVersion, generateName, namespace };
  const metadata = { ...draft.metadata, ...fixed, name: before.metadata.name, managedFields: before.metadata.managedFields };
  if (subresource === 'status') return { ...before, metadata: { ...before.metadata, labels: metadata.labels, annotations: metadata.annotations }, status: draft['status'] };
  // The scheduler's one write: the node, and that one was found.
  if (subresource === 'binding') return { ...before, spec: draft['spec'], status: draft['status'] };
  // Nothing else of a pod may be changed this way: the write is not validated.
  if (subresource === 'ephemeralcontainers') return { ...before, spec: { ...(before['spec'] as JsonObject), ephemeralContainers: (draft['spec'] as JsonObject | undefined)?.['ephemeralContainers'] } };
  const object: KubeObject = { ...draft, apiVersion: before.apiVersion, kind: before.kind, metadata };
  if (statusBearing(kind)) object['status'] = before['status'];
  return object;
}
