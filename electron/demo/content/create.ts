import type { Draft, KubeObject } from '../objects/meta';
import { strategicMerge } from '../patch/strategicMerge';
import type { Site } from '../site';
import { kindNamed } from '../store/kinds';

/** Puts content into the site as a person with kubectl would. */
export interface Author {
  create(namespace: string | undefined, ...drafts: Draft[]): void;
  /** A strategic merge patch. */
  patch(kind: string, namespace: string, name: string, patch: Record<string, unknown>): void;
}

export function createAuthor({ store, writes }: Pick<Site, 'store' | 'writes'>, manager: string): Author {
  const writer = { manager, operation: 'Update' } as const;
  return {
    create(namespace, ...drafts) {
      for (const draft of drafts) writes.create(kindNamed(draft.kind ?? ''), { ...draft, metadata: { ...draft.metadata, ...(namespace && { namespace }) } }, writer);
    },
    patch(kindName, namespace, name, patch) {
      const kind = kindNamed(kindName);
      const live = store.get(kind, namespace, name);
      if (!live) throw new Error(`The demo content names ${kindName} ${namespace}/${name}, which is not there.`);
      writes.update(kind, strategicMerge(live, patch) as KubeObject, writer);
    },
  };
}
