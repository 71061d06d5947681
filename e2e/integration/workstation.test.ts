import { readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { sentenceText } from '@shared/sentences/sentence';
import { first, startEngine, valueOf, type RunningEngine } from '../fixtures/engine';
import { follow, followTopology } from '../fixtures/follow';
import { readKubeconfig, writeKubeconfig } from '../fixtures/kubeconfigs';
import { addEnvironment, useStage } from '../fixtures/stage';

const stage = useStage();
const passphrase = 'a passphrase of the tests';
let pasted: string;

beforeAll(async () => {
  pasted = stringify(await readKubeconfig(stage.site.kubeconfig));
});

/** Starts anew on the data of an engine that has ended. */
const restart = (engine: RunningEngine): Promise<RunningEngine> => stage.startEngine({ data: engine.data });
const cutInTheMiddle = async (path: string): Promise<string> => {
  await truncate(path, Math.floor((await stat(path)).size / 2));
  return readFile(path, 'utf8');
};
const fileOf = async (engine: RunningEngine, name: string): Promise<string> => {
  const found = (await readdir(engine.data)).find((file) => file === name);
  if (!found) throw new Error(`No ${name} among ${(await readdir(engine.data)).join(', ')}`);
  return join(engine.data, found);
};
const notice = async (engine: RunningEngine, id: string): Promise<string> => {
  const notices = follow((signal) => engine.client.app.notices({}, { signal }));
  const all = await notices.until((list) => list.some((entry) => entry.id === id), 10_000);
  notices.stop();
  return all.filter((entry) => entry.id === id).map(({ text }) => sentenceText(text)).join();
};

/** An engine that has an environment and a pasted kubeconfig, and has ended. */
const furnished = async (): Promise<RunningEngine> => {
  const engine = await stage.startEngine();
  valueOf(await engine.client.vault.unlock({ passphrase }));
  valueOf(await engine.client.connections.addText({ name: 'pasted', text: pasted }));
  await addEnvironment(engine, 'default', stage.site.kubeconfig, { name: 'kept' });
  await engine.end();
  return engine;
};

describe('a workstation', () => {
  it('has after a restart what it had before, and the pasted kubeconfig once the vault is open', async () => {
    const again = await restart(await furnished());
    expect((await first(again.client.environments.watch({}))).map(({ name, contextMissing }) => [name, contextMissing])).toEqual([['kept', false]]);
    const connections = follow((signal) => again.client.connections.watch({}, { signal }));
    const problemOfPasted = (): string | undefined => connections.latest()?.sources.find(({ kind }) => kind === 'pasted')?.problem?.key;
    await connections.until(() => problemOfPasted() === 'kubeconfig.vaultLocked');
    expect(await again.client.vault.unlock({ passphrase: 'a wrong one' })).toMatchObject({ ok: false, error: { code: 'VAULT', data: { state: 'wrongPassphrase' } } });
    valueOf(await again.client.vault.unlock({ passphrase }));
    const { contexts, sources } = await connections.until(({ sources: all }) => all.some(({ kind, problem }) => kind === 'pasted' && problem === null));
    connections.stop();
    const source = sources.find(({ kind }) => kind === 'pasted');
    const context = contexts.find(({ sourceId }) => sourceId === source?.id);
    expect(valueOf(await again.client.connections.probe({ contextId: context?.id ?? '' }))).toMatchObject({ state: 'reachable' });
    await again.end();
  });

  it.each(['environments', 'preferences', 'connections', 'vault'])('whose file of %s was cut off puts it aside, says so, and goes on', async (name) => {
    const before = await furnished();
    const running = await restart(before);
    valueOf(await running.client.settings.update({ theme: 'dark' }));
    await running.end();
    const left = await cutInTheMiddle(await fileOf(before, `${name}.json`));
    const again = await restart(before);
    expect(await notice(again, `setAside.${name}`)).toContain('put aside as');
    const aside = (await readdir(again.data)).filter((file) => file.startsWith(`${name}.unreadable-`));
    expect(await Promise.all(aside.map((file) => readFile(join(again.data, file), 'utf8')))).toEqual([left]);
    // Everything else is there, and what was lost can be made anew.
    const { name: added } = await addEnvironment(again, 'default', stage.site.kubeconfig);
    expect((await first(again.client.environments.watch({}))).map((environment) => environment.name)).toEqual(name === 'environments' ? [added] : ['kept', added]);
    await again.end();
  });

  it('whose vault key was cut off says that the vault is damaged, and destroys nothing', async () => {
    const before = await furnished();
    const key = await fileOf(before, 'vault-key.json');
    const left = await cutInTheMiddle(key);
    const again = await restart(before);
    expect(await first(again.client.vault.watch({}))).toMatchObject({ state: 'damaged' });
    expect(await again.client.vault.unlock({ passphrase })).toMatchObject({ ok: false, error: { code: 'VAULT', data: { state: 'damaged' } } });
    expect(await readFile(key, 'utf8')).toBe(left);
    expect((await first(again.client.environments.watch({}))).map(({ name }) => name)).toEqual(['kept']);
    await again.end();
  });

  it('refuses a second engine on the same folder, with the way out, and the first one goes on', async () => {
    await expect(startEngine({ data: stage.engine.data })).rejects.toMatchObject({ code: 'CONFLICT', sentence: { key: 'host.dataInUse', params: { pid: process.pid } } });
    expect(await stage.client.app.ping({})).toMatchObject({ ok: true });
  });

  it('serves two windows that see each other\'s changes', async () => {
    const seen = [1, 2].map(() => follow((signal) => stage.client.settings.watch({}, { signal })));
    valueOf(await stage.client.settings.update({ language: 'zh-CN' }));
    for (const window of seen) await window.until(({ language }) => language === 'zh-CN');
    valueOf(await stage.client.settings.update({ language: 'en' }));
    for (const window of seen) await window.until(({ language }) => language === 'en');
    seen.forEach((window) => window.stop());
  });

  it('keeps an environment whose context is gone, says so, and is whole again when it is back', async () => {
    const engine = await stage.startEngine();
    const good = await readKubeconfig(stage.site.kubeconfig);
    const path = await writeKubeconfig(engine.data, good);
    valueOf(await engine.client.connections.addFile({ path }));
    const { id } = await addEnvironment(engine, 'default', path);
    const environments = follow((signal) => engine.client.environments.watch({}, { signal }));
    await environments.until(([environment]) => environment?.contextMissing === false);

    await writeFile(path, stringify({ ...good, contexts: [{ name: 'another', context: good.contexts[0]?.context }] }));
    await environments.until(([environment]) => environment?.contextMissing === true);
    await expect(first(engine.client.topology.watch({ environmentId: id }))).rejects.toMatchObject({ code: 'NOT_FOUND', sentence: { key: 'environment.contextMissing' } });

    await writeFile(path, stringify(good));
    await environments.until(([environment]) => environment?.contextMissing === false);
    environments.stop();
    const topology = followTopology(engine.client, id);
    await topology.until(({ freshness }) => freshness.state === 'live');
    topology.stop();
    await engine.end();
  });
});
