import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '@shared/errors/appError';
import type { KubeContext } from '@shared/model/connection';
import { environmentSchema, type EnvironmentDraft, type EnvironmentView } from '@shared/model/environment';
import { sentence } from '@shared/sentences/sentence';
import type { SettingsFile } from '@electron/platform/platform';
import { openDocument, type DocumentOptions } from '@electron/engine/documents/document';
import { createListeners } from '@electron/engine/streams/listeners';
import { createUnlocks } from './unlocks';

/** What environments need to know of the connections. */
export interface Contexts {
  get(contextId: string): KubeContext | undefined;
  onChange(listener: () => void): () => void;
  /** Label of a kubeconfig source. */
  sourceLabel(sourceId: string): string;
  /** Whether the source is one of the demo's. */
  isDemo(sourceId: string): boolean;
}

/** The environments of this workstation, in the operator's order. Methods with an id throw NOT_FOUND for an unknown one. */
export interface Environments {
  list(): EnvironmentView[];
  get(id: string): EnvironmentView | undefined;
  /** Told after every change, also of a context that an environment uses, and when an unlock runs out. */
  onChange(listener: () => void): () => void;
  /** Throws PRECONDITION for a name that is taken and for an unknown context. */
  add(draft: EnvironmentDraft): Promise<EnvironmentView>;
  /** As `add`; throws POLICY when a protected environment that is locked would lose its protection. */
  update(id: string, draft: EnvironmentDraft): Promise<EnvironmentView>;
  remove(id: string): Promise<void>;
  /** Brings back what was removed since the engine started, where it was. */
  restore(id: string): Promise<EnvironmentView>;
  /** Those not named keep their order, behind the others. */
  reorder(ids: readonly string[]): Promise<void>;
  /** Throws PRECONDITION unless it is protected. */
  unlock(id: string, reason: string, minutes: number): EnvironmentView;
  lock(id: string): EnvironmentView;
  dispose(): void;
}

export interface EnvironmentsOptions {
  settings: SettingsFile;
  contexts: Contexts;
  notify: DocumentOptions<z.ZodType<object>>['notify'];
  now?: () => number;
}

/** What was known of the context when it was last there: an environment whose kubeconfig is gone can still be told apart. */
const storedSchema = environmentSchema.extend({ context: z.object({ name: z.string(), server: z.string(), sourceLabel: z.string(), demo: z.boolean().default(false) }) });
type Stored = z.infer<typeof storedSchema>;
const documentSchema = z.object({ environments: z.array(storedSchema) });

export const openEnvironments = async ({ settings, contexts, notify, now = Date.now }: EnvironmentsOptions): Promise<Environments> => {
  const document = await openDocument({ settings, name: 'environments', schema: documentSchema, fallback: { environments: [] }, migrations: [], notify });
  const changed = createListeners();
  const unlocks = createUnlocks(() => changed.tell(), now);
  const removed = new Map<string, { stored: Stored; position: number }>();
  const stopListening = [contexts.onChange(() => changed.tell()), document.onChange(() => changed.tell())];

  const viewOf = ({ context: lastKnown, ...environment }: Stored): EnvironmentView => {
    const context = contexts.get(environment.contextId);
    return {
      ...environment,
      contextName: context?.name ?? lastKnown.name,
      sourceLabel: context ? contexts.sourceLabel(context.sourceId) : lastKnown.sourceLabel,
      server: context?.server ?? lastKnown.server,
      insecure: context?.insecure ?? false,
      demo: context ? contexts.isDemo(context.sourceId) : lastKnown.demo,
      contextMissing: context === undefined,
      unlock: environment.policy === 'protected' ? unlocks.get(environment) : null,
    };
  };

  const find = (all: readonly Stored[], id: string): Stored => {
    const found = all.find((stored) => stored.id === id);
    if (!found) throw new AppError('NOT_FOUND', sentence('environment.unknown'), { what: id });
    return found;
  };
  const view = (id: string): EnvironmentView => viewOf(find(document.value.environments, id));

  const demandFreeName = (all: readonly Stored[], name: string, id: string): void => {
    const same = all.find((stored) => stored.id !== id && stored.name.toLowerCase() === name.toLowerCase());
    if (same) throw new AppError('PRECONDITION', sentence('environment.nameTaken', { name: same.name }), {});
  };

  const describeContext = (contextId: string): Stored['context'] => {
    const context = contexts.get(contextId);
    if (!context) throw new AppError('PRECONDITION', sentence('environment.contextUnknown'), {});
    return { name: context.name, server: context.server, sourceLabel: contexts.sourceLabel(context.sourceId), demo: contexts.isDemo(context.sourceId) };
  };

  const change = (make: (all: Stored[]) => Stored[]): Promise<unknown> => document.update(({ environments }) => ({ environments: make(environments) }));

  return {
    list: () => document.value.environments.map(viewOf),
    get: (id) => {
      const stored = document.value.environments.find((known) => known.id === id);
      return stored && viewOf(stored);
    },
    onChange: (listener) => changed.add(listener),

    add: async (draft) => {
      const id = randomUUID();
      await change((all) => {
        demandFreeName(all, draft.name, id);
        return [...all, { ...draft, id, createdAt: now(), context: describeContext(draft.contextId) }];
      });
      return view(id);
    },

    update: async (id, draft) => {
      await change((all) => {
        const old = find(all, id);
        demandFreeName(all, draft.name, id);
        // Else one could take the protection away instead of giving a reason for unlocking.
        const isWeakened = old.policy === 'protected' && draft.policy !== 'protected';
        if (isWeakened && !viewOf(old).unlock) throw new AppError('POLICY', sentence('policy.locked', { environment: old.name }), { rule: 'locked', environmentId: id });
        const context = draft.contextId === old.contextId && !contexts.get(draft.contextId) ? old.context : describeContext(draft.contextId);
        return all.map((stored) => (stored.id === id ? { ...stored, ...draft, id, context } : stored));
      });
      return view(id);
    },

    remove: async (id) => {
      await change((all) => {
        const stored = find(all, id);
        removed.set(id, { stored, position: all.indexOf(stored) });
        return all.filter((known) => known.id !== id);
      });
      unlocks.close(id);
    },

    restore: async (id) => {
      const gone = removed.get(id);
      if (!gone) throw new AppError('NOT_FOUND', sentence('environment.unknown'), { what: id });
      await change((all) => {
        if (all.some((stored) => stored.id === id)) return all;
        demandFreeName(all, gone.stored.name, id);
        return all.toSpliced(gone.position, 0, gone.stored);
      });
      removed.delete(id);
      return view(id);
    },

    reorder: async (ids) => {
      await change((all) => {
        const wanted = [...new Set(ids)].flatMap((id) => all.find((stored) => stored.id === id) ?? []);
        return [...wanted, ...all.filter((stored) => !wanted.includes(stored))];
      });
    },

    unlock: (id, reason, minutes) => {
      const environment = view(id);
      if (environment.policy !== 'protected') throw new AppError('PRECONDITION', sentence('environment.notProtected', { environment: environment.name }), {});
      unlocks.open(environment, reason, minutes);
      changed.tell();
      return view(id);
    },

    lock: (id) => {
      const { unlock } = view(id);
      unlocks.close(id);
      if (unlock) changed.tell();
      return view(id);
    },

    dispose: () => {
      unlocks.dispose();
      for (const stop of stopListening) stop();
    },
  };
};
