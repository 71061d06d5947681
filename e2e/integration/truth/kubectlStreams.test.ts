import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findKubectl, openKubectl, type Kubectl } from '../../fixtures/kubectl';
import { openRolloutStage, type Pod, type RolloutStage } from '../../fixtures/rollouts';
import { useTruth } from '../../fixtures/truth';

const program = findKubectl();
const truth = useTruth();
let stage: RolloutStage;
let kubectl: Kubectl;
let pod = '';

beforeAll(async () => {
  stage = await openRolloutStage(truth);
  kubectl = openKubectl(program ?? '', truth.site.kubeconfig, stage.namespace);
  await stage.rolledOut(await stage.deploy('talk', { replicas: 1 }));
  const [first] = (await stage.list<Pod>('pods', 'talk')) as [Pod];
  pod = first.metadata.name;
  // It says something at its start.
  for (let said = ''; said === ''; ) said = (await stage.list<Pod>('pods', 'talk')).length === 1 && program ? await kubectl.out(['logs', pod]) : 'no kubectl';
});
afterAll(() => kubectl.close());

/** Resolves with what a command has printed once it is as wanted. */
const until = (child: ReturnType<Kubectl['start']>, isWanted: (text: string) => boolean) =>
  new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => isWanted((text += chunk.toString())) && resolve(text));
    child.once('exit', (code) => reject(new Error(`kubectl ended with ${code} after ${text}`)));
  });

describe.skipIf(!program)('kubectl (skipped where there is none on the PATH)', () => {
  it.concurrent('prints logs: all, the last lines, since, with times, by label, with the name in front, of a container that never restarted', async () => {
    const lines = (text: string) => text.trimEnd().split('\n');
    expect(lines(await kubectl.out(['logs', pod, '--tail=1']))).toHaveLength(1);
    expect(lines(await kubectl.out(['logs', 'deployment/talk', '-c', 'web'])).length).toBeGreaterThan(0);
    expect(await kubectl.out(['logs', pod, '--tail=1', '--timestamps'])).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z .+\n$/);
    expect(await kubectl.out(['logs', '-l', 'app=talk', '--prefix', '--tail=1', '--all-containers'])).toMatch(new RegExp(`^\\[pod/${pod}/web\\] .+\\n$`));
    expect(await kubectl.out(['logs', pod, '--since=1h'])).toMatch(/\S/);
    expect(await kubectl.run(['logs', pod, '--previous'])).toMatchObject({ code: 1, err: `Error from server (BadRequest): previous terminated container "web" in pod "${pod}" not found\n` });
    expect((await kubectl.run(['logs', pod, '-c', 'absent'])).err).toMatch(/container absent is not valid for pod/);
    expect((await kubectl.run(['logs', 'absent'])).err).toMatch(/^(error: )?(error from server \(NotFound\)|error): pods "absent" not found/i);
  });

  it.concurrent('follows a log', async () => {
    const following = kubectl.start(['logs', pod, '-f', '--tail=1']);
    // The sample service says something every few seconds.
    expect((await until(following, (text) => text.split('\n').length > 2)).split('\n').length).toBeGreaterThan(2);
    following.kill();
  });

  it.concurrent('runs commands in a container with their exit code, standard input and error', async () => {
    expect(await kubectl.out(['exec', pod, '--', 'echo', 'hello there'])).toBe('hello there\n');
    expect(await kubectl.run(['exec', pod, '--', 'sh', '-c', 'echo out; echo err >&2; exit 3'])).toMatchObject({ code: 3, out: 'out\n', err: expect.stringMatching(/^err\n(Defaulted container.*\n)?command terminated with exit code 3\n$/) as unknown });
    expect(await kubectl.out(['exec', '-i', pod, '--', 'cat'], 'one\ntwo\n')).toBe('one\ntwo\n');
    expect((await kubectl.out(['exec', 'deployment/talk', '--', 'sh', '-c', 'echo $HOSTNAME'])).trim()).toBe(pod);
    const absent = await kubectl.run(['exec', pod, '--', 'absent-program']);
    expect(absent.code).not.toBe(0);
    // The Docker engine says it on the output and ends with a code; containerd, which the demo is like, does not start it at all.
    expect(absent.out + absent.err).toMatch(/"absent-program": executable file not found in \$PATH/);
  });

  it.concurrent('copies a file there and back where the container has tar', async ({ skip }) => {
    if ((await kubectl.run(['exec', pod, '--', 'sh', '-c', 'command -v tar'])).code !== 0) return skip('The container has no tar');
    await writeFile(join(kubectl.folder, 'there.txt'), 'carried\n');
    await kubectl.out(['cp', 'there.txt', `${pod}:/there.txt`]);
    expect(await kubectl.out(['exec', pod, '--', 'cat', '/there.txt'])).toBe('carried\n');
    await kubectl.out(['cp', `${pod}:/there.txt`, 'back.txt']);
    expect(await readFile(join(kubectl.folder, 'back.txt'), 'utf8')).toBe('carried\n');
  });

  it.concurrent('forwards a port', async () => {
    const forwarding = kubectl.start(['port-forward', `pod/${pod}`, ':30001', '--address=127.0.0.1']);
    const text = await until(forwarding, (said) => /127\.0\.0\.1:\d+ -> 30001/.test(said));
    const port = /127\.0\.0\.1:(\d+) ->/.exec(text)?.[1];
    const answer = await fetch(`http://127.0.0.1:${port}/status`);
    expect(await answer.text()).toMatch(/v1\.0\.0\.0/);
    forwarding.kill();
  });
});
