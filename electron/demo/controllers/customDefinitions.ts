import { isJsonObject, type JsonObject } from '../objects/json';
import type { KubeObject } from '../objects/meta';
import type { Site } from '../site';
import { kindNamed, type CustomKind, type Kind } from '../store/kinds';
import { timestamp } from '../time/clock';

interface Version {
  name: string;
  served: boolean;
  storage: boolean;
  schema?: { openAPIV3Schema?: JsonObject };
  subresources?: { status?: JsonObject; scale?: NonNullable<CustomKind['scale']> };
  additionalPrinterColumns?: CustomKind['columns'];
}

interface Definition extends KubeObject {
  spec: { group: string; scope: 'Namespaced' | 'Cluster'; names: { kind: string; plural: string; singular?: string; shortNames?: string[]; categories?: string[] }; versions: Version[] };
}

const writer = { manager: 'kube-apiserver', operation: 'Update', subresource: 'status' } as const;

/** The kinds of a definition, one for each version that is served or stored. */
export function kindsOf({ metadata, spec }: Definition): Kind[] {
  const { group, names, scope, versions } = spec;
  return versions
    .filter(({ served, storage }) => served || storage)
    .map(({ name, storage, schema, subresources, additionalPrinterColumns }) => ({
      group,
      version: name,
      apiVersion: `${group}/${name}`,
      kind: names.kind,
      plural: names.plural,
      singular: names.singular ?? names.kind.toLowerCase(),
      shortNames: names.shortNames ?? [],
      categories: names.categories ?? [],
      namespaced: scope === 'Namespaced',
      subresources: [...(isJsonObject(subresources?.status) ? ['status'] : []), ...(subresources?.scale ? ['scale'] : [])],
      custom: { definition: metadata.name, storage, schema: schema?.openAPIV3Schema ?? {}, columns: additionalPrinterColumns ?? [], ...(subresources?.scale && { scale: subresources.scale }) },
    }));
}

/** Serves what CustomResourceDefinitions define; with a definition go its kinds and their objects. */
export function runCustomDefinitions({ kinds, store, writes, clock }: Site): void {
  const definitions = kindNamed('CustomResourceDefinition');
  const remove = (name: string) => {
    for (const kind of kinds.all().filter(({ custom }) => custom?.definition === name)) {
      for (const object of store.list(kind)) store.remove(kind, object);
      kinds.remove(kind);
    }
  };

  const establish = (definition: Definition) => {
    const present = kinds.all().filter(({ custom }) => custom?.definition === definition.metadata.name);
    for (const kind of kindsOf(definition)) {
      const known = present.find(({ version }) => version === kind.version);
      // Objects are kept under the kind itself: it has to stay the same one when the definition changes.
      kinds.add(known ? Object.assign(known, kind) : kind);
    }
    const isEstablished = ((definition['status'] as JsonObject | undefined)?.['conditions'] as unknown[] | undefined)?.length;
    if (isEstablished) return;
    const condition = (type: string, reason: string, message: string) => ({ type, status: 'True', reason, message, lastTransitionTime: timestamp(clock.now()) });
    const { names, versions } = definition.spec;
    const status = {
      acceptedNames: { singular: names.kind.toLowerCase(), listKind: `${names.kind}List`, ...names },
      conditions: [condition('NamesAccepted', 'NoConflicts', 'no conflicts found'), condition('Established', 'InitialNamesAccepted', 'the initial names have been accepted')],
      storedVersions: versions.filter(({ storage }) => storage).map(({ name }) => name),
    };
    writes.update(definitions, { ...definition, status }, writer);
  };

  store.onChange(({ kind, type, object }) => {
    if (kind !== definitions) return;
    if (type === 'DELETED') remove(object.metadata.name);
    else establish(object as Definition);
  });
}
