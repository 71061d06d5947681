import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findKubectl, openKubectl, rows, type Kubectl } from '../../fixtures/kubectl';
import { openRolloutStage, workloadSpec, type RolloutStage } from '../../fixtures/rollouts';
import { useTruth } from '../../fixtures/truth';

const program = findKubectl();
const truth = useTruth();
let stage: RolloutStage;
let kubectl: Kubectl;

beforeAll(async () => {
  stage = await openRolloutStage(truth);
  kubectl = openKubectl(program ?? '', truth.site.kubeconfig, stage.namespace);
});
afterAll(() => kubectl.close());

const manifest = (name: string, replicas = 1, tag = 'v1.0.0.0') => ({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, labels: { app: name } }, spec: { replicas, ...workloadSpec(name, truth.site.image(tag)) } });
const settings = (name: string, data: Record<string, string>, labels?: Record<string, string>) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ...(labels && { labels }) }, data });
const status = (name: string) => kubectl.out(['rollout', 'status', `deployment/${name}`, '--timeout=60s']);

describe.skipIf(!program)('kubectl (skipped where there is none on the PATH)', () => {
  it.concurrent('gets objects as tables, names, documents and single fields', async () => {
    await kubectl.out(['apply', '-f', '-'], manifest('got'));
    await status('got');
    const [head, row] = rows(await kubectl.out(['get', 'deployment', 'got', '-o', 'wide']));
    expect(head).toEqual(['NAME', 'READY', 'UP-TO-DATE', 'AVAILABLE', 'AGE', 'CONTAINERS', 'IMAGES', 'SELECTOR']);
    expect(row).toEqual(['got', '1/1', '1', '1', expect.stringMatching(/^\d+[smh]/), 'web', truth.site.image('v1.0.0.0'), 'app=got']);
    const pods = rows(await kubectl.out(['get', 'pods', '-l', 'app=got', '-o', 'wide']));
    expect(pods[0]).toEqual(['NAME', 'READY', 'STATUS', 'RESTARTS', 'AGE', 'IP', 'NODE', 'NOMINATED NODE', 'READINESS GATES']);
    expect(pods[1]).toEqual([expect.stringMatching(/^got-\w+-\w{5}$/), '1/1', 'Running', '0', expect.stringMatching(/^\d+s/), expect.stringMatching(/^\d+(\.\d+){3}$/), expect.any(String), '<none>', '<none>']);
    expect(rows(await kubectl.out(['get', 'rs', '-l', 'app=got', '--no-headers']))[0]?.slice(1, 4)).toEqual(['1', '1', '1']);
    expect(await kubectl.out(['get', 'deploy/got', '-o', 'name'])).toBe('deployment.apps/got\n');
    expect(await kubectl.out(['get', 'deploy', 'got', '-o', 'jsonpath={.spec.replicas} {.status.conditions[?(@.type=="Available")].status}'])).toBe('1 True');
    expect(rows(await kubectl.out(['get', 'deploy', 'got', '-o', 'custom-columns=N:.metadata.name,W:.spec.replicas']))).toEqual([['N', 'W'], ['got', '1']]);
    expect(JSON.parse(await kubectl.out(['get', 'deploy', 'got', '-o', 'json']))).toMatchObject({ kind: 'Deployment', apiVersion: 'apps/v1', metadata: { name: 'got' } });
    expect(await kubectl.out(['get', 'deploy', 'got', '-o', 'yaml'])).toContain('kind: Deployment\n');
    expect(JSON.parse(await kubectl.out(['get', 'deploy,rs', '-l', 'app=got', '-o', 'json']))).toMatchObject({ kind: 'List', items: [{ kind: 'Deployment' }, { kind: 'ReplicaSet' }] });
    expect(await kubectl.run(['get', 'deploy', 'absent'])).toMatchObject({ code: 1, err: 'Error from server (NotFound): deployments.apps "absent" not found\n' });
    expect(await kubectl.run(['get', 'absents'])).toMatchObject({ code: 1, err: 'error: the server doesn\'t have a resource type "absents"\n' });
    expect(await kubectl.run(['get', 'pods', '-l', 'app=absent'])).toMatchObject({ code: 0, err: `No resources found in ${stage.namespace} namespace.\n` });
  });

  it.concurrent('selects, sorts and looks in all namespaces', async () => {
    for (const [name, size] of [['one', '3'], ['two', '1'], ['three', '2']] as const) await kubectl.out(['apply', '-f', '-'], settings(name, { size }, { set: 'sorted', name }));
    const names = async (...args: string[]) => (await kubectl.out(['get', 'configmaps', '-o', 'name', ...args])).trim().split('\n').map((line) => line.replace('configmap/', ''));
    expect(await names('-l', 'set=sorted')).toEqual(['one', 'three', 'two']);
    expect(await names('-l', 'set=sorted', '--sort-by={.data.size}')).toEqual(['two', 'three', 'one']);
    expect(await names('-l', 'set=sorted,name!=one')).toEqual(['three', 'two']);
    expect(await names('-l', 'name in (one, two)')).toEqual(['one', 'two']);
    expect(await names('--field-selector', 'metadata.name=two')).toEqual(['two']);
    const everywhere = rows(await kubectl.out(['get', 'configmaps', '--all-namespaces', '-l', 'set=sorted']));
    expect(everywhere[0]).toEqual(['NAMESPACE', 'NAME', 'DATA', 'AGE']);
    expect(everywhere.slice(1).map((row) => row.slice(0, 3))).toEqual([[stage.namespace, 'one', '1'], [stage.namespace, 'three', '1'], [stage.namespace, 'two', '1']]);
    expect(await kubectl.out(['get', 'configmaps', '-l', 'set=sorted', '--chunk-size=1', '-o', 'name'])).toBe('configmap/one\nconfigmap/three\nconfigmap/two\n');
    expect(rows(await kubectl.out(['get', 'configmap', 'one', '--show-labels']))[1]?.at(-1)).toBe('name=one,set=sorted');
  });

  it.concurrent('watches until it is told to stop', async ({ expect }) => {
    const watching = kubectl.start(['get', 'configmaps', '-l', 'watched=yes', '-w', '-o', 'name']);
    let seen = '';
    const twice = new Promise<void>((resolve) => watching.stdout?.on('data', (chunk: Buffer) => (seen += chunk.toString()).split('\n').length > 2 && resolve()));
    await expect.poll(async () => {
      await kubectl.out(['apply', '-f', '-'], settings('seen', { at: String(Date.now()) }, { watched: 'yes' }));
      return seen;
    }, { timeout: 30_000, interval: 500 }).toContain('configmap/seen\nconfigmap/seen\n');
    await twice;
    watching.kill();
  });

  it.concurrent('applies: created, unchanged, configured, with what was applied last kept and fields taken away again', async () => {
    const file = join(kubectl.folder, 'applied.json');
    await writeFile(file, JSON.stringify(settings('applied', { a: '1', b: '2' })));
    expect(await kubectl.out(['apply', '-f', file])).toBe('configmap/applied created\n');
    expect(await kubectl.out(['apply', '-f', file])).toBe('configmap/applied unchanged\n');
    await writeFile(file, JSON.stringify(settings('applied', { a: '3' })));
    const diff = await kubectl.run(['diff', '-f', file]);
    expect(diff.code).toBe(1);
    expect(diff.out.split('\n').filter((line) => /^[-+] {2}[ab]:/.test(line))).toEqual(['-  a: "1"', '-  b: "2"', '+  a: "3"']);
    expect(await kubectl.out(['apply', '-f', file, '--dry-run=server'])).toMatch(/^configmap\/applied configured \(server dry run\)\n$/);
    expect(await kubectl.out(['apply', '-f', file])).toBe('configmap/applied configured\n');
    expect(await kubectl.run(['diff', '-f', file])).toMatchObject({ code: 0, out: '' });
    expect(JSON.parse(await kubectl.out(['get', 'configmap', 'applied', '-o', 'jsonpath={.data}']))).toEqual({ a: '3' });
    expect(await kubectl.out(['apply', 'view-last-applied', 'configmap/applied'])).toContain('a: "3"');
    expect(await kubectl.out(['delete', '-f', file])).toMatch(/^configmap "applied" deleted/);
  });

  it.concurrent('applies on the server, where another manager may own a field', async () => {
    const apply = (manager: string, data: Record<string, string>, ...flags: string[]) => kubectl.run(['apply', '--server-side', '--field-manager', manager, ...flags, '-f', '-'], settings('shared', data));
    expect((await apply('first', { a: '1' })).out).toBe('configmap/shared serverside-applied\n');
    expect((await apply('second', { b: '2' })).out).toBe('configmap/shared serverside-applied\n');
    const refused = await apply('second', { a: '2', b: '2' });
    expect(refused.code).toBe(1);
    expect(refused.err).toMatch(/^error: Apply failed with 1 conflict: conflict with "first"( using v1)?: \.data\.a\n/);
    expect((await apply('second', { a: '2', b: '2' }, '--force-conflicts')).code).toBe(0);
    expect(JSON.parse(await kubectl.out(['get', 'configmap', 'shared', '-o', 'jsonpath={.data}']))).toEqual({ a: '2', b: '2' });
  });

  it.concurrent('creates and deletes, and says what is wrong with a manifest', async () => {
    expect(await kubectl.out(['create', 'configmap', 'made', '--from-literal=a=b'])).toBe('configmap/made created\n');
    expect(await kubectl.run(['create', 'configmap', 'made', '--from-literal=a=b'])).toMatchObject({ code: 1, err: expect.stringMatching(/^(error: failed to create configmap: |Error from server \(AlreadyExists\): )configmaps "made" already exists\n$/) as unknown });
    expect(await kubectl.out(['create', 'secret', 'generic', 'hidden', '--from-literal=a=b'])).toBe('secret/hidden created\n');
    expect(await kubectl.out(['get', 'secret', 'hidden', '-o', 'jsonpath={.type} {.data.a}'])).toBe('Opaque Yg==');
    expect(await kubectl.out(['delete', 'configmap', 'made'])).toMatch(/^configmap "made" deleted/);
    expect(await kubectl.out(['delete', 'configmap', 'made', '--ignore-not-found'])).toBe('');
    expect(await kubectl.run(['delete', 'configmap', 'made'])).toMatchObject({ code: 1, err: 'Error from server (NotFound): configmaps "made" not found\n' });
    const broken = await kubectl.run(['apply', '-f', '-'], { ...manifest('broken'), spec: { ...manifest('broken').spec, selector: { matchLabels: { app: 'else' } } } });
    expect(broken.code).toBe(1);
    expect(broken.err).toMatch(/^The Deployment "broken" is invalid: spec\.template\.metadata\.labels: Invalid value: map\[string\]string\{"app":"broken"\}: `selector` does not match template `labels`\n$/);
  });

  it.concurrent('refuses a field that does not exist', async () => {
    const misspelt = await kubectl.run(['create', '-f', '-'], { ...settings('misspelt', {}), dat: { a: 'b' } });
    expect(misspelt.code).toBe(1);
    // Checked before it is sent (v1.24 and older) or by the server (newer).
    expect(misspelt.err).toMatch(/unknown field "dat"/);
  });

  it.concurrent('rolls out, tells the history, undoes, pauses, resumes and restarts', async () => {
    await kubectl.out(['apply', '-f', '-'], manifest('turn'));
    expect(await status('turn')).toMatch(/deployment "turn" successfully rolled out\n$/);
    await kubectl.out(['annotate', 'deployment/turn', 'kubernetes.io/change-cause=first']);
    expect(await kubectl.out(['set', 'image', 'deployment/turn', `web=${truth.site.image('v2.0.0.0')}`])).toBe('deployment.apps/turn image updated\n');
    await kubectl.out(['annotate', '--overwrite', 'deployment/turn', 'kubernetes.io/change-cause=second']);
    expect(await status('turn')).toMatch(/deployment "turn" successfully rolled out\n$/);
    expect(rows((await kubectl.out(['rollout', 'history', 'deployment/turn'])).replace(/\n+$/, ''))).toEqual([['deployment.apps/turn'], ['REVISION', 'CHANGE-CAUSE'], ['1', 'first'], ['2', 'second']]);
    const revision = await kubectl.out(['rollout', 'history', 'deployment/turn', '--revision=1']);
    expect(revision).toMatch(/^deployment\.apps\/turn with revision #1\n/);
    expect(revision).toContain(truth.site.image('v1.0.0.0'));
    expect(revision).toMatch(/Annotations:\s+kubernetes\.io\/change-cause: first/);
    expect(await kubectl.out(['rollout', 'undo', 'deployment/turn'])).toBe('deployment.apps/turn rolled back\n');
    await status('turn');
    expect(rows(await kubectl.out(['rollout', 'history', 'deployment/turn'])).slice(2, 4)).toEqual([['2', 'second'], ['3', 'first']]);
    expect(await kubectl.out(['rollout', 'undo', 'deployment/turn', '--to-revision=2'])).toBe('deployment.apps/turn rolled back\n');
    await status('turn');
    expect(await kubectl.out(['get', 'deployment', 'turn', '-o', 'jsonpath={.spec.template.spec.containers[0].image} {.metadata.annotations.kubernetes\\.io/change-cause}'])).toBe(`${truth.site.image('v2.0.0.0')} second`);
    expect(await kubectl.run(['rollout', 'undo', 'deployment/turn', '--to-revision=9'])).toMatchObject({ code: 1, err: 'error: unable to find specified revision 9 in history\n' });
    await kubectl.out(['set', 'image', 'deployment/turn', `web=${truth.site.image('v9')}`]);
    const stuck = await kubectl.run(['rollout', 'status', 'deployment/turn', '--timeout=2s']);
    expect(stuck.code).toBe(1);
    expect(stuck.out).toMatch(/^Waiting for deployment "turn" rollout to finish: 1 old replicas are pending termination\.\.\.\n/m);
    expect(stuck.err).toMatch(/^error: timed out waiting for the condition/m);
    await kubectl.out(['rollout', 'undo', 'deployment/turn']);
    await status('turn');
    expect(await kubectl.out(['rollout', 'pause', 'deployment/turn'])).toBe('deployment.apps/turn paused\n');
    expect((await kubectl.run(['rollout', 'pause', 'deployment/turn'])).err).toMatch(/deployments\.apps "turn" is already paused/);
    expect((await kubectl.run(['rollout', 'restart', 'deployment/turn'])).err).toMatch(/can't restart paused deployment/);
    expect(await kubectl.out(['rollout', 'resume', 'deployment/turn'])).toBe('deployment.apps/turn resumed\n');
    expect(await kubectl.out(['rollout', 'restart', 'deployment/turn'])).toBe('deployment.apps/turn restarted\n');
    await status('turn');
    expect(await kubectl.out(['get', 'deployment', 'turn', '-o', 'jsonpath={.spec.template.metadata.annotations}'])).toMatch(/kubectl\.kubernetes\.io\/restartedAt/);
  });

  it.concurrent('scales, sets, labels, annotates and patches', async () => {
    await kubectl.out(['create', '-f', '-'], manifest('changed', 0));
    const field = (path: string) => kubectl.out(['get', 'deployment', 'changed', '-o', `jsonpath={${path}}`]);
    expect(await kubectl.out(['scale', 'deployment/changed', '--replicas=1'])).toBe('deployment.apps/changed scaled\n');
    expect(await field('.spec.replicas')).toBe('1');
    expect((await kubectl.run(['scale', 'deployment/changed', '--current-replicas=5', '--replicas=2'])).err).toMatch(/Expected replicas to be 5, was 1/i);
    expect(await kubectl.out(['set', 'env', 'deployment/changed', 'A=b'])).toBe('deployment.apps/changed env updated\n');
    expect(await field('.spec.template.spec.containers[0].env')).toBe('[{"name":"A","value":"b"}]');
    expect(await kubectl.out(['set', 'resources', 'deployment/changed', '--limits=memory=64Mi'])).toBe('deployment.apps/changed resource requirements updated\n');
    expect(await field('.spec.template.spec.containers[0].resources')).toBe('{"limits":{"memory":"64Mi"}}');
    expect(await kubectl.out(['label', 'deployment/changed', 'tier=web'])).toBe('deployment.apps/changed labeled\n');
    expect((await kubectl.run(['label', 'deployment/changed', 'tier=db'])).err).toMatch(/'tier' already has a value \(web\), and --overwrite is false/);
    expect(await kubectl.out(['label', 'deployment/changed', 'tier-'])).toMatch(/^deployment\.apps\/changed (un)?labeled\n$/);
    expect(await kubectl.out(['annotate', 'deployment/changed', 'note=x'])).toMatch(/^deployment\.apps\/changed annotated?\n$/);
    expect(await kubectl.out(['patch', 'deployment', 'changed', '-p', '{"spec":{"template":{"spec":{"containers":[{"name":"web","env":[{"name":"C","value":"d"}]}]}}}}'])).toBe('deployment.apps/changed patched\n');
    expect(JSON.parse(await field('.spec.template.spec.containers[0].env'))).toHaveLength(2);
    expect(await kubectl.out(['patch', 'deployment', 'changed', '--type=merge', '-p', '{"metadata":{"labels":{"m":"1"}}}'])).toBe('deployment.apps/changed patched\n');
    expect(await kubectl.out(['patch', 'deployment', 'changed', '--type=json', '-p', '[{"op":"remove","path":"/spec/template/spec/containers/0/env"}]'])).toBe('deployment.apps/changed patched\n');
    expect(await field('.metadata.labels.m')).toBe('1');
    expect(await field('.spec.template.spec.containers[0].env')).toBe('');
    expect(await kubectl.out(['patch', 'deployment', 'changed', '-p', '{}'])).toBe('deployment.apps/changed patched (no change)\n');
  });

  it.concurrent('describes a Deployment, its pod, a Service, a ConfigMap and a node', async () => {
    await kubectl.out(['apply', '-f', '-'], manifest('told'));
    await status('told');
    expect(await kubectl.out(['expose', 'deployment/told', '--port=80', '--target-port=30001'])).toBe('service/told exposed\n');
    const deployment = await kubectl.out(['describe', 'deployment', 'told']);
    for (const line of [/^Name:\s+told$/m, /^Replicas:\s+1 desired \| 1 updated \| 1 total \| 1 available \| 0 unavailable$/m, /^StrategyType:\s+RollingUpdate$/m, /^NewReplicaSet:\s+told-\w+ \(1\/1 replicas created\)$/m, /Available\s+True\s+MinimumReplicasAvailable/, /ScalingReplicaSet.*Scaled up replica set told-\w+ (from 0 )?to 1$/m]) expect(deployment).toMatch(line);
    const pod = await kubectl.out(['describe', 'pod', '-l', 'app=told']);
    for (const line of [/^Status:\s+Running$/m, /^Controlled By:\s+ReplicaSet\/told-\w+$/m, /^QoS Class:\s+BestEffort$/m, /State:\s+Running\n\s+Started:/, /Ready\s+True/, /Scheduled\s.*default-scheduler\s+Successfully assigned/]) expect(pod).toMatch(line);
    const told = pod.slice(pod.indexOf('Events:')).split('\n').flatMap((line) => /^\s+(?:Normal|Warning)\s+(\w+)/.exec(line)?.[1] ?? []);
    expect(told.filter((reason) => ['Scheduled', 'Pulled', 'Created', 'Started'].includes(reason))).toEqual(['Scheduled', 'Pulled', 'Created', 'Started'].slice(0, told.length));
    const service = await kubectl.out(['describe', 'service', 'told']);
    for (const line of [/^Selector:\s+app=told$/m, /^Type:\s+ClusterIP$/m, /^Port:\s+<unset>\s+80\/TCP$/m, /^TargetPort:\s+30001\/TCP$/m, /^Endpoints:\s+\d+(\.\d+){3}:30001$/m]) expect(service).toMatch(line);
    await kubectl.out(['create', 'configmap', 'described', '--from-literal=a=b']);
    expect(await kubectl.out(['describe', 'configmap', 'described'])).toMatch(/Data\n====\na:\n----\nb\n/);
    const node = await kubectl.out(['get', 'nodes', '-o', 'jsonpath={.items[0].metadata.name}']);
    const described = await kubectl.out(['describe', 'node', node]);
    for (const line of [/^Conditions:$/m, /Ready\s+True.*KubeletReady/, /^Allocatable:$/m, /^Non-terminated Pods:/m, /^Allocated resources:$/m]) expect(described).toMatch(line);
  });

  it.concurrent('waits for conditions, runs and deletes a pod', async () => {
    expect(await kubectl.out(['run', 'single', `--image=${truth.site.image('v1.0.0.0')}`, '--labels=app=single', '--overrides={"spec":{"terminationGracePeriodSeconds":1}}'])).toBe('pod/single created\n');
    expect(await kubectl.out(['wait', '--for=condition=Ready', 'pod/single', '--timeout=60s'])).toBe('pod/single condition met\n');
    expect(await kubectl.run(['wait', '--for=condition=Ready=false', 'pod/single', '--timeout=1s'])).toMatchObject({ code: 1, err: expect.stringMatching(/timed out waiting for the condition/) as unknown });
    expect(await kubectl.out(['delete', 'pod', 'single', '--grace-period=0', '--force'])).toMatch(/^pod "single" force deleted/);
    expect((await kubectl.run(['get', 'pod', 'single'])).err).toBe('Error from server (NotFound): pods "single" not found\n');
  });

  it.concurrent('asks what is allowed and what there is', async () => {
    const viewer = openKubectl(program ?? '', truth.site.viewerKubeconfig, stage.namespace);
    try {
      expect(await kubectl.run(['auth', 'can-i', 'delete', 'deployments'])).toMatchObject({ code: 0, out: 'yes\n' });
      expect(await viewer.run(['auth', 'can-i', 'delete', 'deployments'])).toMatchObject({ code: 1, out: 'no\n' });
      expect(await viewer.run(['auth', 'can-i', 'list', 'pods'])).toMatchObject({ code: 0, out: 'yes\n' });
      expect(await viewer.out(['auth', 'can-i', '--list'])).toMatch(/^pods\s+\[\]\s+\[\]\s+\[get list watch\]$/m);
      const refused = await viewer.run(['delete', 'configmap', 'kube-root-ca.crt']);
      expect(refused).toMatchObject({ code: 1, err: expect.stringMatching(/^Error from server \(Forbidden\): configmaps "kube-root-ca\.crt" is forbidden: User ".+" cannot delete resource "configmaps" in API group "" in the namespace/) as unknown });
    } finally {
      await viewer.close();
    }
    expect((await kubectl.out(['api-versions'])).split('\n')).toEqual(expect.arrayContaining(['v1', 'apps/v1', 'batch/v1', 'networking.k8s.io/v1', 'rbac.authorization.k8s.io/v1']));
    const resources = rows(await kubectl.out(['api-resources', '--namespaced=true', '--api-group=apps', '-o', 'name']));
    expect(resources.flat()).toEqual(expect.arrayContaining(['deployments.apps', 'replicasets.apps', 'statefulsets.apps', 'daemonsets.apps', 'controllerrevisions.apps']));
    expect(await kubectl.out(['cluster-info'])).toMatch(/control plane.* is running at .*https:\/\//);
    const { serverVersion } = JSON.parse(await kubectl.out(['version', '-o', 'json'])) as { serverVersion: { gitVersion: string } };
    expect(serverVersion.gitVersion).toMatch(/^v1\.\d+\.\d+/);
    expect(await kubectl.out(['get', '--raw', '/readyz'])).toBe('ok');
  });

  it.concurrent('explains a field', async () => {
    expect(await kubectl.out(['explain', 'deployment.spec.strategy.rollingUpdate.maxSurge'])).toMatch(/^FIELD:\s+maxSurge <\S+>$/m);
  });

  it.concurrent('deletes what a Deployment owns with it, or leaves it', async ({ expect }) => {
    for (const name of ['left', 'taken']) await kubectl.out(['apply', '-f', '-'], manifest(name));
    await Promise.all([status('left'), status('taken')]);
    // Kubectl before v1.20 said false and true.
    expect(await kubectl.out(['delete', 'deployment', 'left', '--cascade=orphan'])).toMatch(/^deployment\.apps "left" deleted/);
    expect(await kubectl.out(['get', 'rs', '-l', 'app=left', '-o', 'name'])).toMatch(/^replicaset\.apps\/left-\w+\n$/);
    expect(await kubectl.out(['delete', 'deployment', 'taken'])).toMatch(/^deployment\.apps "taken" deleted/);
    await expect.poll(() => kubectl.out(['get', 'rs', '-l', 'app=taken', '-o', 'name']), { timeout: 20_000 }).toBe('');
  });
});
