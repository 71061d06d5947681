import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KubernetesObject } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { createAuthority } from '@electron/engine/kube/testing/certificates';
import { base64 } from '@electron/engine/kube/testing/client';
import { first, makeFolder, removeFolder, valueOf } from '../fixtures/engine';
import { follow, followTopology } from '../fixtures/follow';
import { kubeconfigOf, readKubeconfig, writeExecPlugin, writeKubeconfig } from '../fixtures/kubeconfigs';
import { addEnvironment, change, playUuid, refTo, useStage } from '../fixtures/stage';

const stage = useStage();
let folder: string;

beforeAll(async () => {
  folder = await makeFolder();
});
afterAll(() => removeFolder(folder));

const plant = (where: string): string => `planted-${where}-${randomBytes(12).toString('hex')}`;

/** A secret as it stands, and the middle of its base64 at each of the three places where it may begin. */
const formsOf = (secret: string): string[] => [
  secret,
  ...[0, 1, 2].map((offset) => base64(`${'x'.repeat(offset)}${secret}`).slice(offset === 0 ? 0 : 4, -4)),
];

const around = (text: string, form: string): string => text.slice(Math.max(0, text.indexOf(form) - 120), text.indexOf(form) + form.length + 40);

describe('secrets planted everywhere', () => {
  it('are in no file of the data folder and in nothing that crossed the wire, whatever was done and whatever failed', async () => {
    const { namespace, ref } = await playUuid(stage, 1);
    const secrets = {
      token: plant('token'), tokenFile: plant('tokenfile'), exec: plant('exec'), basic: plant('basic'), pasted: plant('pasted'),
      passphrase: plant('passphrase'), inCluster: plant('incluster'), inTemplate: plant('template'), proxy: plant('proxy'),
    };
    // Secrets of the workload: one in a Secret, one written straight into the template, as one should not.
    await stage.site.create([{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'login', namespace }, stringData: { password: secrets.inCluster } } as KubernetesObject]);
    const env = [{ name: 'DB_PASSWORD', value: secrets.inTemplate }, { name: 'LOGIN', valueFrom: { secretKeyRef: { name: 'login', key: 'password' } } }];
    const live = (await stage.site.read({ apiVersion: 'apps/v1', kind: 'Deployment', name: 'uuid-deploy', namespace })) as { spec?: { template?: { spec?: { containers?: object[] } } } };
    const containers = (live.spec?.template?.spec?.containers ?? []).map((container) => ({ ...container, env }));
    await stage.site.patch({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'uuid-deploy', namespace }, spec: { template: { spec: { containers } } } } as KubernetesObject);

    // Credentials of every kind; none but the admin's is good for anything, so all of them end in errors.
    const engine = await stage.startEngine();
    const { client } = engine;
    const cluster = (await readKubeconfig(stage.site.kubeconfig)).clusters[0]?.cluster ?? {};
    const tokenFile = join(folder, 'token');
    await writeFile(tokenFile, `${secrets.tokenFile}\n`);
    const plugin = await writeExecPlugin(folder);
    await plugin.answerToken(secrets.exec, Date.now() + 3_600_000);
    const own = await (await createAuthority()).issue({ subject: 'CN=planted' });
    const users = {
      token: { token: secrets.token }, file: { tokenFile }, plugin: plugin.user, basic: { username: 'ada', password: secrets.basic },
      certificate: { 'client-certificate-data': base64(own.cert), 'client-key-data': base64(own.key) },
    };
    const paths: string[] = [];
    for (const [name, user] of Object.entries(users)) paths.push(await writeKubeconfig(folder, kubeconfigOf(name, cluster, user)));
    paths.push(await writeKubeconfig(folder, kubeconfigOf('proxied', { ...cluster, 'proxy-url': `http://ada:${secrets.proxy}@127.0.0.1:1` }, { token: secrets.token })));
    for (const path of paths) valueOf(await client.connections.addFile({ path }));
    valueOf(await client.vault.unlock({ passphrase: secrets.passphrase }));
    await client.vault.unlock({ passphrase: `${secrets.passphrase}?` });
    valueOf(await client.connections.addText({ name: 'pasted', text: stringify(kubeconfigOf('pasted', cluster, { token: secrets.pasted })) }));
    await client.connections.addText({ name: 'broken', text: `users: [{ name: a, user: { token: ${secrets.pasted} ]` });

    const { contexts } = await first(client.connections.watch({}));
    const probes = await Promise.all(contexts.map(async ({ id, name }) => [name, valueOf(await client.connections.probe({ contextId: id })).state] as const));
    expect(Object.fromEntries(probes)).toMatchObject({ token: 'unauthenticated', file: 'unauthenticated', plugin: 'unauthenticated', pasted: 'unauthenticated', proxied: 'unreachable' });

    // Everything that is read and shown, and a whole upgrade with its way back.
    const environment = await addEnvironment(engine, namespace, stage.site.kubeconfig);
    const mine = refTo(environment, 'Deployment', ref.name);
    const topology = followTopology(client, environment.id);
    await topology.until(({ nodes }) => nodes.some(({ kind, name }) => kind === 'Secret' && name === 'login'));
    const followed = [
      follow((signal) => client.components.watch(mine, { signal })),
      follow((signal) => client.components.timeline(mine, { signal })),
      follow((signal) => client.components.actions(mine, { signal })),
    ];
    for (const one of followed) await one.until(() => true);
    valueOf(await client.topology.objectYaml({ environmentId: environment.id, apiVersion: 'v1', kind: 'Secret', name: 'login' }));
    const setImage = { kind: 'setImage', container: 'uuid-server', image: stage.site.image('v2.0.0.0') } as const;
    valueOf(await client.changes.preview({ ref: mine, change: setImage }));
    expect(await change(client, mine, setImage, { changeCause: `login with ${secrets.token}` })).toMatchObject({ state: 'succeeded' });
    valueOf(await client.components.compare({ ...mine, from: 1, to: 2 }));
    valueOf(await client.changes.preview({ ref: mine, change: { kind: 'rollback', to: 1 } }));
    await client.changes.apply({ environmentId: environment.id, ref: mine, base: 'stale', change: { kind: 'restart' }, changeCause: secrets.exec });
    valueOf(await client.app.report({ message: `a page saw ${secrets.basic}`, where: secrets.pasted }));
    valueOf(await client.audit.query({ filter: {}, limit: 500 }));
    for await (const event of client.audit.export({ filter: {}, format: 'csv' })) expect(event.type).toBe('item');
    topology.stop();
    followed.forEach((one) => one.stop());
    await engine.end();

    const places = { wire: engine.received(), disk: await engine.files() };
    expect(places.wire).toContain('uuid-deploy');
    expect(places.disk).toContain('changes.apply');
    const keyLines = own.key.split('\n').filter((line) => line.length > 20 && !line.startsWith('-----'));
    const sought = { ...secrets, key: keyLines[1] ?? '' };
    const found = Object.entries(places).flatMap(([place, text]) =>
      Object.entries(sought).flatMap(([name, secret]) => formsOf(secret).flatMap((form) => (text.includes(form) ? [`${name} in ${place}: ${around(text, form)}`] : []))),
    );
    expect(found).toEqual([]);
  });
});
