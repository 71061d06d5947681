import { AppError } from '@shared/errors/appError';
import type { Notice } from '@shared/model/settings';
import { sentence, type Sentence } from '@shared/sentences/sentence';
import type { SettingsFile, SettingsName } from '@electron/platform/platform';
import { createListeners } from '@electron/engine/streams/listeners';
import { createSequence } from '@electron/engine/streams/sequence';
import { z } from 'zod';

/** A versioned document of this workstation in memory, saved as a whole. */
export interface Document<T> {
  readonly value: T;
  /**
   * Saves what `change` makes of the value; changes at the same moment are made one after the other.
   * Throws AppError UPSTREAM when it cannot be saved, and then keeps the old value.
   */
  update(change: (value: T) => T): Promise<T>;
  onChange(listener: (value: T) => void): () => void;
}

/** Makes a document of the next version of one; the first item is for documents of version 1. */
export type Migration = (document: Record<string, unknown>) => Record<string, unknown>;

export interface DocumentOptions<S extends z.ZodType<object>> {
  settings: SettingsFile;
  name: SettingsName;
  /** Of the value; the document is the value with `version` beside it. */
  schema: S;
  fallback: z.output<S>;
  migrations: readonly Migration[];
  notify(id: string, level: Notice['level'], text: Sentence): void;
}

const storedSchema = z.looseObject({ version: z.number().int().positive() });

/**
 * Loads a document. One that was put aside by the platform is told of. One that a newer Wheelhouse wrote or that does not
 * fit its schema is kept as it is: the fallback is used and saving is refused, for saving would destroy it.
 */
export const openDocument = async <S extends z.ZodType<object>>({ settings, name, schema, fallback, migrations, notify }: DocumentOptions<S>): Promise<Document<z.output<S>>> => {
  const version = migrations.length + 1;
  const changed = createListeners<z.output<S>>();
  let refusal: Sentence | null = null;
  const inOrder = createSequence();

  const refuse = (why: Sentence): z.output<S> => {
    refusal = why;
    notify(`document.${name}`, 'error', why);
    return fallback;
  };
  const invalid = (reason: string): z.output<S> => refuse(sentence('document.invalid', { document: name, reason }));

  const understand = (document: unknown): z.output<S> => {
    if (document === null) return fallback;
    const stored = storedSchema.safeParse(document);
    if (!stored.success) return invalid('version');
    if (stored.data.version > version) return refuse(sentence('document.newer', { document: name, version: stored.data.version }));
    const { version: storedVersion, ...content } = stored.data;
    try {
      const value = schema.safeParse(migrations.slice(storedVersion - 1).reduce((older: Record<string, unknown>, migrate) => migrate(older), content));
      return value.success ? value.data : invalid(value.error.issues[0]?.path.join('.') ?? '');
    } catch (error) {
      // A migration met something that its version never wrote.
      return invalid(error instanceof Error ? error.message : String(error));
    }
  };

  const { document, setAside } = await settings.load(name);
  if (setAside !== null) notify(`setAside.${name}`, 'warn', sentence('document.setAside', { document: name, path: setAside }));
  let value = understand(document);

  const save = async (next: z.output<S>): Promise<void> => {
    if (refusal) throw new AppError('UPSTREAM', refusal, { system: 'settings' });
    try {
      await settings.save(name, { version, ...next });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new AppError('UPSTREAM', sentence('document.cannotSave', { document: name, reason }), { system: 'settings', reason }, { cause: error, retryable: true });
    }
  };

  return {
    get value() {
      return value;
    },
    update: (change) =>
      inOrder(async () => {
        const next = change(value);
        await save(next);
        value = next;
        changed.tell(next);
        return next;
      }),
    onChange: (listener) => changed.add(listener),
  };
};
