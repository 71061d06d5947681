import { builtInKinds, type Kind } from './kinds';

/** The kinds a site serves: the built-in ones, and those its CustomResourceDefinitions bring. */
export interface KindRegistry {
  /** Those that keep objects of their own; views on them are left out. */
  stored(): readonly Kind[];
  all(): readonly Kind[];
  find(group: string, version: string, plural: string): Kind | undefined;
  /** Replaces the kind of the same group, version and plural. */
  add(kind: Kind): void;
  remove(kind: Kind): void;
  /** Changes with the kinds, for caches of what is derived from them. */
  readonly generation: number;
}

export function createKindRegistry(): KindRegistry {
  let kinds: readonly Kind[] = builtInKinds;
  let generation = 0;
  const find: KindRegistry['find'] = (group, version, plural) => kinds.find((kind) => kind.group === group && kind.version === version && kind.plural === plural);
  const change = (changed: readonly Kind[]) => {
    kinds = changed;
    generation += 1;
  };
  return {
    stored: () => kinds.filter(({ view }) => !view),
    all: () => kinds,
    find,
    add(kind) {
      const present = find(kind.group, kind.version, kind.plural);
      change(present ? kinds.map((candidate) => (candidate === present ? kind : candidate)) : [...kinds, kind]);
    },
    remove: (kind) => change(kinds.filter((candidate) => candidate !== kind)),
    get generation() {
      return generation;
    },
  };
}
