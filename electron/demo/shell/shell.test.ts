import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pod } from '../objects/workloads';
import { kindNamed } from '../store/kinds';
import { startTestSite, watchUntil, type TestSite } from '../testing/client';
import type { RunningContainer } from '../kubelet/running';
import { createPipe, nothing, readAll, type Input } from './pipe';
import { NotStarted, runInContainer } from './run';
import { createTerminal } from './terminal';

describe('the shell in a container', () => {
  let site: TestSite;
  let running: RunningContainer;
  const pods = '/api/v1/namespaces/t/pods';

  const podDraft = (name: string) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { app: name } },
    spec: {
      containers: [{ name: 'web', image: site.image('v1.0.0.0'), env: [{ name: 'DEMO_VALUE', value: 'a value' }, { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }], envFrom: [{ configMapRef: { name: 'settings' } }], volumeMounts: [{ name: 'v', mountPath: '/config' }] }],
      volumes: [{ name: 'v', configMap: { name: 'settings' } }],
    },
  });
  const started = async (name: string, restarts = 0) => {
    await watchUntil<Pod>(site.admin, pods, name, ({ status }) => status.containerStatuses?.[0]?.ready === true && status.containerStatuses[0].restartCount === restarts);
    const pod = site.running.site.store.get(kindNamed('Pod'), 't', name) as Pod;
    return site.running.site.running.find(pod.metadata.uid, 'web') as RunningContainer;
  };

  beforeAll(async () => {
    site = await startTestSite();
    await site.admin.call('POST', '/api/v1/namespaces/t/configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { LEVEL: 'debug' } });
    await site.admin.call('POST', '/api/v1/namespaces/t/services', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 30001 }] } });
    await site.admin.call('POST', pods, podDraft('web'));
    running = await started('web');
  });
  afterAll(() => site.close());

  const run = async (argv: readonly string[], stdin: Input = nothing, container = running) => {
    const [out, err] = [createPipe(), createPipe()];
    const reading = Promise.all([readAll(out.input), readAll(err.input)]);
    const { signal } = new AbortController();
    const code = await runInContainer(argv, { machine: site.running.site.machines.of(container), stdin, stdout: out.output, stderr: err.output, terminal: null, signal }).finally(() => {
      out.output.close();
      err.output.close();
    });
    const [stdout, stderr] = await reading;
    return { code, stdout: stdout.toString(), stderr: stderr.toString() };
  };
  const sh = async (script: string) => {
    const { code, stdout, stderr } = await run(['sh', '-c', script]);
    return `${stdout}${stderr}${code === 0 ? '' : `[${code}]`}`;
  };

  it('joins commands by their outcome', async () => {
    expect(await sh('true && echo yes; false || echo no; false; echo $?; ! false && echo not')).toBe('yes\nno\n1\nnot\n');
    expect(await sh('exit 7')).toBe('[7]');
    expect(await sh('(exit 3); echo $?')).toBe('3\n');
    expect(await sh('if [ 2 -gt 1 ]; then echo more; else echo less; fi; i=0; while [ $i -lt 3 ]; do i=$((i+1)); [ $i = 2 ] && continue; echo $i; done')).toBe('more\n1\n3\n');
  });

  it('pipes, and stops whoever writes to nobody', async () => {
    expect(await sh("printf 'b\\na\\nb\\n' | sort | uniq -c | head -n 1")).toBe('      1 a\n');
    expect(await sh('yes | head -n 2')).toBe('y\ny\n');
    expect(await sh('seq 1 100000 | wc -l')).toBe('100000\n');
  });

  it('knows quotes, variables, substitution and patterns', async () => {
    expect(await sh('A="x  y"; echo "$A" $A \'$A\' ${B:-none} ${#A} "\\$A"')).toBe('x  y x y $A none 4 $A\n');
    expect(await sh('echo $(echo inner) `echo back` $((2 * (3 + 4)))')).toBe('inner back 14\n');
    expect(await sh('F=/a/b.txt; echo ${F##*/} ${F%.txt}')).toBe('b.txt /a/b\n');
    expect(await sh('cd /etc; echo host*; echo nothing*')).toBe('hostname hosts\nnothing*\n');
  });

  it('reads and writes files, and refuses as a system does', async () => {
    expect(await sh('mkdir -p /tmp/d && echo one > /tmp/d/f && echo two >> /tmp/d/f && cat < /tmp/d/f && cp /tmp/d/f /tmp/g && mv /tmp/g /tmp/h && ls /tmp; rm -r /tmp/d /tmp/h')).toBe('one\ntwo\nd\nh\n');
    expect(await sh('cat /nope')).toBe("cat: can't open '/nope': No such file or directory\n[1]");
    expect(await sh('echo x > /config/LEVEL')).toBe("sh: can't create /config/LEVEL: Read-only file system\n[1]");
    expect(await sh('ls /nope 2>/dev/null || echo gone')).toBe('gone\n');
    expect(await sh('nonesuch')).toBe('sh: nonesuch: not found\n[127]');
    expect(await sh('echo "open')).toBe('sh: unterminated quoted string\n[2]');
  });

  it('is in the container of its pod', async () => {
    expect(await sh('hostname; echo $DEMO_VALUE $LEVEL $NODE; cat /config/LEVEL; echo; [ -n "$KUBERNETES_SERVICE_HOST" ] && echo $WEB_SERVICE_PORT')).toMatch(/^web\na value debug wheelhouse-node-\d\ndebug\n80\n$/);
    expect(await sh('ps | grep serve.sh | grep -v grep')).toMatch(/^ +1 root .*\/bin\/sh \/serve\.sh\n$/);
  });

  it('reaches the Services beside it by name', async () => {
    const answer = 'version=v1.0.0.0 demo=a value host=web\n';
    expect(await sh('wget -qO- http://web/status; curl -s http://web.t.svc.cluster.local/status; curl -s localhost:30001/status')).toBe(answer.repeat(3));
    expect(await sh('curl -s -o /dev/null -w "%{http_code}" http://web/nope')).toBe('404');
    expect(await sh('wget -qO- http://nobody')).toBe("wget: bad address 'nobody'\n[1]");
    expect(await sh('nslookup web | grep -c web.t.svc.cluster.local')).toBe('1\n');
  });

  it('packs and unpacks', async () => {
    expect(await sh('mkdir -p /tmp/p/q; echo deep > /tmp/p/q/f; cd /tmp; tar cf - p | tar tf -; tar czf a.tgz p; rm -r p; tar -xf a.tgz; cat p/q/f; rm -r p a.tgz')).toBe('p/\np/q/\np/q/f\ndeep\n');
  });

  it('runs each command of a pipe as soon as it is whole', async () => {
    const [commands, out] = [createPipe(), createPipe()];
    const { signal } = new AbortController();
    const ending = runInContainer(['sh'], { machine: site.running.site.machines.of(running), stdin: commands.input, stdout: out.output, stderr: out.output, terminal: null, signal });
    const answerTo = async (text: string) => {
      await commands.output.write(text);
      return (await out.input.read())?.toString();
    };
    expect(await answerTo('A=1; echo $A\n')).toBe('1\n');
    expect(await answerTo('for i in 2 3\ndo\n  echo "$i\n"\n [ $i = 3 ] && exit 4\ndone\n')).toBe('2\n\n');
    expect(await ending).toBe(4);
  });

  it('reads a script from its standard input to the end, and no further than it understands', async () => {
    const inputOf = (script: string): Input => {
      const { input, output } = createPipe();
      void output.write(script);
      output.close();
      return input;
    };
    expect(await run(['sh'], inputOf('echo one \\\n two &&\necho three\necho é'))).toEqual({ code: 0, stdout: 'one two\nthree\né\n', stderr: '' });
    expect(await run(['sh'], inputOf('fi\necho never\n'))).toEqual({ code: 2, stdout: '', stderr: 'sh: syntax error: unexpected "fi"\n' });
    expect(await run(['sh'], inputOf('echo "open\n'))).toMatchObject({ code: 2, stderr: 'sh: unterminated quoted string\n' });
  });

  it('says why a program cannot be started', async () => {
    await expect(run(['nonesuch'])).rejects.toThrow(new NotStarted('exec: "nonesuch": executable file not found in $PATH'));
    await expect(run(['/no/such'])).rejects.toThrow('exec: "/no/such": stat /no/such: no such file or directory');
    await expect(run(['/etc/passwd'])).rejects.toThrow('exec: "/etc/passwd": permission denied');
  });

  it('edits a line at a terminal', async () => {
    const [keys, screen] = [createPipe(), createPipe()];
    const terminal = createTerminal(keys.input, screen.output);
    await keys.output.write('ab\u007fc\u001b[Dx\r');
    expect(await terminal.readLine('> ')).toBe('axc');
    await keys.output.write('\u001b[A\u001b[A\u001b[B\r');
    expect(await terminal.readLine('> ', { history: ['one', 'two'] })).toBe('two');
    await keys.output.write('gone\u0003\u0004');
    expect(await terminal.readLine('> ')).toBe('');
    expect(await terminal.readLine('> ')).toBeNull();
    await keys.output.write('l\t\r');
    expect(await terminal.readLine('> ', { complete: () => ['ls '] })).toBe('ls ');
    terminal.close();
  });

  it('ends its container with its first process, which starts anew without what was written', async () => {
    await site.admin.call('POST', pods, podDraft('doomed'));
    const doomed = await started('doomed');
    await run(['sh', '-c', 'echo kept > /tmp/f; kill 1'], nothing, doomed);
    const next = await started('doomed', 1);
    expect((await run(['ls', '/tmp/f'], nothing, next)).code).toBe(1);
    const { body } = await site.admin.call('GET', `${pods}/doomed`);
    expect((body as unknown as Pod).status.containerStatuses?.[0]?.lastState.terminated).toMatchObject({ exitCode: 0, reason: 'Completed' });
  });
});
