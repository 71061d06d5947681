import type { Connections } from '@shared/contract/connections';
import { createListeners } from '@electron/engine/streams/listeners';
import type { ContextDefinition, SourceContent, SourceSpec } from './definition';
import { secretsOf } from './secrets';
import { loadSource } from './source';
import { watchPath } from './watchFile';

export interface KubeconfigsDeps {
  registerSecret(value: string): void;
  watchIntervalMs?: number;
}

/** All kubeconfigs with their contexts, kept up to date with the files. */
export interface Kubeconfigs {
  /** Says which sources there are, in the order they are shown; resolves when they have been read. Equal ids: the first wins. */
  setSources(specs: readonly SourceSpec[]): Promise<void>;
  /** Reads a source again now, for things that cannot be watched (the vault was unlocked, a certificate file was put right). */
  reload(sourceId: string): Promise<void>;
  /** What the operator may see. */
  snapshot(): Connections;
  definition(contextId: string): ContextDefinition | undefined;
  onChange(listener: () => void): () => void;
  dispose(): void;
}

interface Entry {
  readonly spec: SourceSpec;
  readonly stopWatching: () => void;
  /** Rises with each reading that begins, so that a slow one does not overwrite a newer one. */
  reading: number;
  content: SourceContent | null;
}

const defaultWatchIntervalMs = 1000;

export const createKubeconfigs = ({ registerSecret, watchIntervalMs = defaultWatchIntervalMs }: KubeconfigsDeps): Kubeconfigs => {
  const entries = new Map<string, Entry>();
  const changed = createListeners();

  const read = async (entry: Entry): Promise<void> => {
    const reading = ++entry.reading;
    const content = await loadSource(entry.spec);
    if (reading !== entry.reading || entries.get(entry.spec.id) !== entry) return;
    // Registered before anybody can use it: the first request may already be logged.
    content.contexts.flatMap(({ cluster, user }) => secretsOf(cluster, user)).forEach(registerSecret);
    const same = JSON.stringify(content) === JSON.stringify(entry.content);
    entry.content = content;
    if (!same) changed.tell();
  };

  const open = (spec: SourceSpec): Entry => {
    const reload = (): void => void read(entry);
    const stopWatching = spec.kind === 'pasted' ? () => undefined : watchPath(spec.path, watchIntervalMs, reload);
    const entry: Entry = { spec, stopWatching, reading: 0, content: null };
    return entry;
  };

  const isSame = (a: SourceSpec, b: SourceSpec): boolean => a.kind === b.kind && a.label === b.label && ('path' in a ? a.path : null) === ('path' in b ? b.path : null);

  return {
    async setSources(specs) {
      const kept = new Map(entries);
      entries.clear();
      const added: Entry[] = [];
      for (const spec of specs) {
        if (entries.has(spec.id)) continue;
        const known = kept.get(spec.id);
        const reuse = known !== undefined && isSame(known.spec, spec);
        const entry = reuse ? known : open(spec);
        entries.set(spec.id, entry);
        if (reuse) kept.delete(spec.id);
        else added.push(entry);
      }
      kept.forEach((entry) => entry.stopWatching());
      await Promise.all(added.map(read));
      if (kept.size > 0) changed.tell();
    },
    async reload(sourceId) {
      const entry = entries.get(sourceId);
      if (entry) await read(entry);
    },
    snapshot() {
      // The standard place is where many machines have nothing: that is no problem worth showing.
      const shown = [...entries.values()]
        .map(({ content }) => content)
        .filter((content) => content !== null)
        .filter(({ source }) => !(source.kind === 'home' && source.problem?.key === 'kubeconfig.missing'));
      return { sources: shown.map(({ source }) => source), contexts: shown.flatMap(({ contexts }) => contexts.map(({ context }) => context)) };
    },
    definition(contextId) {
      for (const { content } of entries.values()) {
        const found = content?.contexts.find(({ context }) => context.id === contextId);
        if (found) return found;
      }
      return undefined;
    },
    onChange: (listener) => changed.add(listener),
    dispose() {
      entries.forEach((entry) => entry.stopWatching());
      entries.clear();
    },
  };
};
