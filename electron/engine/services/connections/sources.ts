import path from 'node:path';
import { z } from 'zod';
import { AppError, isAppError } from '@shared/errors/appError';
import { sentence, type Sentence } from '@shared/sentences/sentence';
import { openDocument, type DocumentOptions } from '@electron/engine/documents/document';
import type { SourceSpec } from '@electron/engine/kube/kubeconfig/definition';
import type { Kubeconfigs } from '@electron/engine/kube/kubeconfig/kubeconfigs';
import { fileSourceId, standardLocations } from '@electron/engine/kube/kubeconfig/locations';
import { parseKubeconfig } from '@electron/engine/kube/kubeconfig/parse';
import { invalidKubeconfig, readKubeconfig } from '@electron/engine/kube/kubeconfig/read';
import type { Vault } from '@electron/engine/vault/vault';
import type { Platform } from '@electron/platform/platform';
import { demoSites, demoSourceIds, demoSpecs, type DemoFile, type DemoSiteName } from './demoSources';

export interface SourcesDeps {
  platform: Pick<Platform, 'settings' | 'secretBox' | 'paths'>;
  kubeconfigs: Kubeconfigs;
  vault: Pick<Vault, 'put' | 'get' | 'remove'>;
  /** Names of the environments that use any of these contexts. */
  usedBy(contextIds: readonly string[]): string[];
  /** Where KUBECONFIG is looked up. */
  environment: NodeJS.ProcessEnv;
  notify: DocumentOptions<z.ZodType<object>>['notify'];
}

/** The kubeconfigs Wheelhouse looks at: those kubectl would, those the operator added, and the demo's. */
export interface Sources {
  /** Throws KUBECONFIG_INVALID for a file of which nothing can be used. Returns the source's id. */
  addFile(file: string): Promise<string>;
  /** Throws KUBECONFIG_INVALID, or VAULT when the text cannot be kept. */
  addText(name: string, text: string): Promise<string>;
  /** Throws PRECONDITION for one that was not added here, and while an environment uses it. */
  remove(sourceId: string): Promise<void>;
  /**
   * Shows the kubeconfigs of the demo's sites, read anew, and remembers them for the next start: the environments on them are
   * then never without a context. Answers with the id of each one's current context.
   */
  showDemo(sites: readonly DemoFile[]): Promise<ReadonlyMap<DemoSiteName, string>>;
  forgetDemo(): Promise<void>;
  dispose(): void;
}

/** What the operator added. The text of a pasted kubeconfig is in the vault, under the same id. */
const documentSchema = z.object({
  files: z.array(z.object({ path: z.string() })),
  pasted: z.array(z.object({ id: z.string(), name: z.string() })),
  demo: z.array(z.object({ name: z.enum(demoSites), kubeconfig: z.string() })).default([]).catch([]),
});
type Added = z.infer<typeof documentSchema>;

const refusedBecause = (what: Sentence): AppError => new AppError('PRECONDITION', what, {});

/** Reads the stored list and shows all sources to `kubeconfigs`; settles when every one has been read. */
export const openSources = async ({ platform, kubeconfigs, vault, usedBy, environment, notify }: SourcesDeps): Promise<Sources> => {
  const nothing: Added = { files: [], pasted: [], demo: [] };
  const document = await openDocument({ settings: platform.settings, name: 'connections', schema: documentSchema, fallback: nothing, migrations: [], notify });

  /** What was added stands before what was found, so that a file that is both can be removed again. */
  const publish = (): Promise<void> =>
    kubeconfigs.setSources([
      ...document.value.files.map(({ path: file }): SourceSpec => ({ kind: 'file', id: fileSourceId(file), label: file, path: file })),
      ...document.value.pasted.map(({ id, name }): SourceSpec => ({ kind: 'pasted', id, label: name, read: () => readPasted(vault, id, name) })),
      ...standardLocations(environment, platform.paths.home),
      ...demoSpecs(document.value.demo),
    ]);

  const change = async (next: (added: Added) => Added): Promise<void> => {
    await document.update(next);
    await publish();
  };

  const stopListening = platform.secretBox.onChange(() => {
    // A pasted text that was locked away comes alive, or goes. Reading it says what is wrong by itself.
    for (const { id } of document.value.pasted) void kubeconfigs.reload(id);
  });
  await publish();

  return {
    async addFile(given) {
      if (!path.isAbsolute(given)) throw invalidKubeconfig(given, sentence('source.relativePath'));
      const file = path.resolve(given);
      parseKubeconfig(await readKubeconfig(file), file);
      await change((added) => ({ ...added, files: [...added.files.filter((known) => known.path !== file), { path: file }] }));
      return fileSourceId(file);
    },
    async addText(name, text) {
      parseKubeconfig(text, name);
      const id = await vault.put(text);
      await change((added) => ({ ...added, pasted: [...added.pasted, { id, name }] }));
      return id;
    },
    async remove(sourceId) {
      const { sources, contexts } = kubeconfigs.snapshot();
      const source = sources.find(({ id }) => id === sourceId);
      if (!source) throw new AppError('NOT_FOUND', sentence('source.gone'), { what: sourceId });
      if (!source.removable) throw refusedBecause(sentence('source.notRemovable'));
      const users = usedBy(contexts.filter((context) => context.sourceId === sourceId).map(({ id }) => id));
      if (users.length > 0) throw refusedBecause(sentence('source.inUse', { environments: users.join(', ') }));
      await change(({ files, pasted, demo }) => ({
        demo,
        files: files.filter(({ path: file }) => fileSourceId(file) !== sourceId),
        pasted: pasted.filter(({ id }) => id !== sourceId),
      }));
      // Last: a text without an entry is only lost space, an entry without its text would be an error to look at.
      if (source.kind === 'pasted') await vault.remove(sourceId);
    },
    async showDemo(sites) {
      await change((added) => ({ ...added, demo: sites.map(({ name, kubeconfig }) => ({ name, kubeconfig })) }));
      // The files may be the ones that were shown before, with another address in them.
      await Promise.all(sites.map(({ name }) => kubeconfigs.reload(demoSourceIds[name])));
      const current = kubeconfigs.snapshot().contexts.filter((context) => context.current);
      return new Map(sites.flatMap(({ name }) => current.filter(({ sourceId }) => sourceId === demoSourceIds[name]).map(({ id }) => [name, id] as const)));
    },
    forgetDemo: () => change((added) => ({ ...added, demo: [] })),
    dispose: stopListening,
  };
};

const readPasted = async (vault: Pick<Vault, 'get'>, id: string, name: string): Promise<string> => {
  try {
    return (await vault.get(id)).reveal();
  } catch (error) {
    const gone = isAppError(error) && error.code === 'NOT_FOUND';
    if (gone) throw invalidKubeconfig(name, sentence('kubeconfig.vaultEmpty', { source: name }), undefined, error);
    const locked = isAppError(error) && error.code === 'VAULT' && (error as AppError<'VAULT'>).data.state !== 'damaged';
    throw locked ? invalidKubeconfig(name, sentence('kubeconfig.vaultLocked', { source: name }), undefined, error) : error;
  }
};
