import { beforeAll, describe, expect, it } from 'vitest';
import { openChannels, type ChannelTalk } from '@electron/demo/testing/bareSocket';
import { samplePod, startPod } from '../../fixtures/pods';
import { useTruth } from '../../fixtures/truth';

const [stdout, stderr, error] = [1, 2, 3] as const;

interface Status {
  status: string;
  message?: string;
  reason?: string;
  details?: { causes?: { reason?: string; message?: string }[] };
}

describe('the streams of a pod', () => {
  const truth = useTruth();
  let pods: string;
  beforeAll(async () => {
    const namespace = await truth.namespace();
    pods = `/api/v1/namespaces/${namespace}/pods`;
    const image = truth.site.image('v1.0.0.0');
    await startPod(truth, namespace, samplePod(image, 'one', [{ env: [{ name: 'TICK', value: '1' }, { name: 'DEMO_VALUE', value: 'seen inside' }] }]));
    await startPod(truth, namespace, samplePod(image, 'two', [{}, { env: [{ name: 'PORT', value: '30002' }] }]));
    await truth.admin.call('POST', pods, samplePod(image, 'homeless', [{}], { nodeSelector: { 'kubernetes.io/hostname': 'nowhere' } }));
    await truth.admin.call('POST', pods, samplePod(truth.site.image('v9.9.9.9'), 'unpulled'));
  });

  const open = (path: string, protocols?: string[], kubeconfig = truth.site.kubeconfig) => openChannels(kubeconfig, `${pods}/${path}`, protocols);
  const exec = (command: readonly string[], more = 'stdout=1&stderr=1', pod = 'one') => `${pod}/exec?${command.map((word) => `command=${encodeURIComponent(word)}`).join('&')}&${more}`;
  const run = async (command: readonly string[], more?: string): Promise<ChannelTalk & { status: Status }> => {
    const talk = await open(exec(command, more));
    await talk.closed;
    return { ...talk, status: JSON.parse(talk.channel(error)) as Status };
  };
  const refused = async (path: string, kubeconfig?: string) => {
    const { refusal } = await open(path, undefined, kubeconfig);
    const isJson = refusal?.text.startsWith('{');
    return `${refusal?.code} ${isJson ? (JSON.parse(refusal?.text ?? '') as Status).message : refusal?.text.trim()}`;
  };

  it('keep output and errors apart and end with a success', async () => {
    const talk = await run(['sh', '-c', 'echo out; echo err >&2']);
    expect(talk.protocol).toBe('v4.channel.k8s.io');
    expect(talk.channel(stdout)).toBe('out\n');
    expect(talk.channel(stderr)).toBe('err\n');
    expect(talk.status).toEqual({ metadata: {}, status: 'Success' });
  });

  it('end with the exit code of the command', async () => {
    for (const [script, code] of [['exit 3', '3'], ['nonesuch', '127'], ['/etc', '126'], ['false', '1']] as const) {
      const { status } = await run(['sh', '-c', script]);
      expect(status).toMatchObject({ status: 'Failure', reason: 'NonZeroExitCode', details: { causes: [{ reason: 'ExitCode', message: code }] } });
      expect(status.message).toMatch(/^command terminated with non-zero exit code: /);
    }
  });

  it('say when there is no such program', async () => {
    const talk = await run(['nonesuch']);
    expect(talk.status.status).toBe('Failure');
    // The Docker engine says it on the output of the command, containerd in the status.
    expect(`${talk.channel(stdout)}${talk.status.message}`).toContain('unable to start container process: exec: "nonesuch": executable file not found in $PATH: unknown');
    expect((await run(['sh', '-c', 'nonesuch'])).channel(stderr)).toBe('sh: nonesuch: not found\n');
  });

  it('show the environment and the files of the container', async () => {
    expect((await run(['sh', '-c', 'echo "$DEMO_VALUE on $HOSTNAME"; hostname'])).channel(stdout)).toBe('seen inside on one\none\n');
    expect((await run(['sh', '-c', 'cat /var/run/secrets/kubernetes.io/serviceaccount/namespace'])).channel(stdout)).toMatch(/^truth-/);
    expect((await run(['sh', '-c', 'cd /tmp 2>/dev/null || cd /www; echo a > f; echo b >> f; cat f | wc -l; rm f; ls f 2>&1'])).channel(stdout)).toBe('2\nls: f: No such file or directory\n');
    expect((await run(['sh', '-c', 'for i in 1 2 3; do echo $i; done | tail -n 1; [ -f /serve.sh ] && echo there'])).channel(stdout)).toBe('3\nthere\n');
  });

  it('carry what is typed, and a terminal with its size', async () => {
    const talk = await open(exec(['sh'], 'stdin=1&stdout=1&tty=1'));
    talk.send(4, '{"Width":101,"Height":33}');
    await talk.seen(stdout, /# /);
    talk.send(0, 'stty size\r');
    await talk.seen(stdout, /33 101\r\n/);
    talk.send(0, 'exit 4\r');
    await talk.closed;
    expect((JSON.parse(talk.channel(error)) as Status).details?.causes?.[0]?.message).toBe('4');
    const cat = await open(exec(['cat'], 'stdin=1&stdout=1'));
    cat.send(0, 'hello\n');
    await cat.seen(stdout, /hello\n/);
    cat.close();
  });

  it('speak the older protocols, and none they do not know', async () => {
    const plain = await open(exec(['sh', '-c', 'echo hi; exit 3']), ['channel.k8s.io']);
    await plain.closed;
    expect(plain.channel(error)).toMatch(/^command terminated with non-zero exit code/);
    const encoded = await open(exec(['echo', 'hi']), ['v4.base64.channel.k8s.io']);
    await encoded.closed;
    expect(encoded.channel('1'.charCodeAt(0))).toBe(Buffer.from('hi\n').toString('base64'));
    expect((await open(exec(['ls']), ['nope'])).refusal?.code).toBe(403);
    expect((await open(exec(['ls']), ['nope', 'v4.channel.k8s.io'])).protocol).toBe('v4.channel.k8s.io');
  });

  it('are refused before they begin where they cannot be', async () => {
    expect(await refused(exec(['ls'], ''))).toBe('400 you must specify at least 1 of stdin, stdout, stderr');
    expect(await refused(exec(['ls'], 'stdout=1&container=zz'))).toBe('400 container zz is not valid for pod one');
    expect(await refused(exec(['ls'], 'stdout=1', 'two'))).toMatch(/^400 a container name must be specified for pod two, choose one of: \[main side1\]/);
    expect(await refused(exec(['ls'], 'stdout=1', 'nope'))).toBe('404 pods "nope" not found');
    expect(await refused(exec(['ls'], 'stdout=1', 'homeless'))).toBe('400 pod homeless does not have a host assigned');
    expect(await refused(exec(['ls'], 'stdout=1', 'unpulled'))).toBe('500 container not found ("main")');
    expect(await refused(exec(['ls'], 'stdout=1'), truth.site.viewerKubeconfig)).toMatch(/^403 pods "one" is forbidden: User "viewer" cannot get resource "pods\/exec" in API group "" in the namespace "truth-/);
    const { code, body } = await truth.admin.call('GET', `${pods}/${exec(['ls'])}`);
    expect({ code, message: body['message'] }).toEqual({ code: 400, message: 'Upgrade request required' });
  });

  it('attach to what the container writes', async () => {
    const talk = await open('one/attach?stdout=1&stderr=1');
    await talk.seen(stdout, /version=v1\.0\.0\.0.*\n/);
    talk.close();
    expect(await refused('one/attach')).toBe('400 you must specify at least 1 of stdin, stdout, stderr');
  });

  it('forward ports, each told its number first', async () => {
    const talk = await open('one/portforward?ports=30001');
    await talk.seen(1, /^1u$/);
    talk.send(0, 'GET /status HTTP/1.0\r\n\r\n');
    await talk.closed;
    expect(talk.channel(0)).toMatch(/^1uHTTP\/1\.1 200 OK\r\n/);
    expect(talk.channel(0)).toContain('version=v1.0.0.0 demo=seen inside host=one\n');
    expect(talk.channel(1)).toBe('1u');
    const nobody = await open('one/portforward?ports=30009');
    await nobody.closed;
    expect(nobody.channel(1)).toMatch(/^9uerror forwarding port 30009 to pod [0-9a-f]+, uid : .*connection refused/i);
    expect(await refused('one/portforward')).toBe('400 query parameter "port" is required');
    expect(await refused('one/portforward?ports=0')).toBe('400 port "0" must be > 0');
    expect(await refused('one/portforward?ports=x')).toBe('400 cannot convert to []int32: strconv.ParseUint: parsing "x": invalid syntax');
  });
});
