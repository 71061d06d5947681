import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { sentence, type Sentence } from '@shared/sentences/sentence';
import { invalidKubeconfig, kubeconfigLimitBytes, tooLarge } from './read';
import { clusterSchema, contextSchema, kubeconfigSchema, userSchema, type ClusterEntry, type UserEntry } from './schema';

export interface ParsedKubeconfig {
  readonly contexts: ReadonlyMap<string, z.infer<typeof contextSchema>>;
  readonly clusters: ReadonlyMap<string, ClusterEntry>;
  readonly users: ReadonlyMap<string, UserEntry>;
  readonly currentContext: string | undefined;
  /** The first thing wrong with the file that still leaves other contexts usable. */
  readonly problem: Sentence | null;
}

/**
 * Parses a kubeconfig. Throws KUBECONFIG_INVALID where nothing of it can be used.
 * The parser's own messages are not passed on: they quote the text, which holds credentials.
 */
export const parseKubeconfig = (text: string, source: string): ParsedKubeconfig => {
  if (Buffer.byteLength(text) > kubeconfigLimitBytes) throw tooLarge(source);
  if (text.trim() === '') throw invalidKubeconfig(source, sentence('kubeconfig.empty', { source }));
  const file = kubeconfigSchema.safeParse(readYaml(text, source));
  if (!file.success) throw invalidKubeconfig(source, sentence('kubeconfig.notKubeconfig', { source }));
  if (file.data.contexts.length === 0) throw invalidKubeconfig(source, sentence('kubeconfig.noContexts', { source }));

  const problems: Sentence[] = [];
  const named = <T>(what: 'context' | 'cluster' | 'user', schema: z.ZodType<T>): Map<string, T> => {
    const entries = new Map<string, T>();
    for (const [index, raw] of file.data[`${what}s`].entries()) {
      const entry = entrySchema.safeParse(raw);
      const content = schema.safeParse(entry.data?.[what] ?? {});
      if (!entry.success || !content.success) {
        problems.push(sentence('kubeconfig.badEntry', { source, list: `${what}s`, number: index + 1, reason: firstIssue(entry.error ?? content.error) }));
      } else if (entries.has(entry.data.name)) {
        problems.push(sentence('kubeconfig.duplicate', { source, what, name: entry.data.name }));
      } else {
        entries.set(entry.data.name, content.data);
      }
    }
    return entries;
  };
  return {
    contexts: named('context', contextSchema),
    clusters: named('cluster', clusterSchema),
    users: named('user', userSchema),
    currentContext: file.data['current-context'],
    problem: problems[0] ?? null,
  };
};

/** Names that look like numbers (`- name: 1`) are names all the same. */
const entrySchema = z.looseObject({ name: z.union([z.string().min(1), z.number(), z.boolean()]).transform(String) });

const readYaml = (text: string, source: string): unknown => {
  const lines = new LineCounter();
  const document = parseDocument(text, { prettyErrors: false, lineCounter: lines, logLevel: 'silent' });
  const error = document.errors[0];
  const invalid = (offset: number): Error => {
    const { line } = lines.linePos(offset);
    return invalidKubeconfig(source, sentence('kubeconfig.notYaml', { source, line }), line);
  };
  if (error) throw invalid(error.pos[0]);
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (cause) {
    // An alias to nothing, or one that would blow the document up.
    throw cause instanceof ReferenceError ? invalid(0) : cause;
  }
};

/** Where and of what type, without any value: zod's messages name types and keys only. */
const firstIssue = (error: z.ZodError | undefined): string => {
  const issue = error?.issues[0];
  return issue ? `${issue.path.join('.') || 'entry'}: ${issue.message}` : 'entry';
};
