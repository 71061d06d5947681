import { describe, expect, it } from 'vitest';
import type { KubeEvent } from '@electron/engine/kube/objects';
import { sentenceText } from '@shared/sentences/sentence';
import { image, meta, now, pod, secondsAgo, waiting, type PodSketch } from './objects.fixture';
import { podStatus } from './podStatus';

const warning = (reason: string, message: string): KubeEvent => ({ apiVersion: 'v1', kind: 'Event', metadata: meta(reason), type: 'Warning', reason, message, lastTimestamp: secondsAgo(5) });
const say = (sketch: PodSketch, events: KubeEvent[] = []): string => {
  const { word, cause } = podStatus(pod(sketch), { now, events: () => events });
  return `${word}: ${sentenceText(cause)}`;
};
const crashed = (terminated: object, restartCount = 4): PodSketch => ({
  status: { ...waiting('CrashLoopBackOff', 'back-off 1m20s restarting failed container'), restartCount, lastState: { terminated: { exitCode: 1, ...terminated } } },
});
const unready = (startedSecondsAgo: number, readyChangedSecondsAgo: number, probe: boolean): PodSketch => ({
  container: probe ? { readinessProbe: {} } : {},
  status: { ready: false, state: { running: { startedAt: secondsAgo(startedSecondsAgo) } } },
  podStatus: { conditions: [{ type: 'Ready', status: 'False', reason: 'ContainersNotReady', lastTransitionTime: secondsAgo(readyChangedSecondsAgo) }] },
});
const init = (state: object, restartCount = 0): PodSketch => ({
  ready: false,
  spec: { initContainers: [{ name: 'migrate', image: 'm:1' }, { name: 'warm', image: 'w:1' }] },
  podStatus: {
    phase: 'Pending',
    initContainerStatuses: [{ name: 'migrate', state, restartCount }, { name: 'warm', state: { waiting: { reason: 'PodInitializing' } } }],
    containerStatuses: [{ name: 'app', ...waiting('PodInitializing') }],
  },
});

describe('status of a pod', () => {
  const cases: [what: string, sketch: PodSketch, said: string, events?: KubeEvent[]][] = [
    ['ready', {}, 'running: Running and ready'],
    ['completed', { podStatus: { phase: 'Succeeded' } }, 'completed: Completed'],
    ['restarted lately', { status: { restartCount: 1, lastState: { terminated: { exitCode: 2, finishedAt: secondsAgo(180) } } }, ready: true },
      'running: Running and ready; container app was restarted 3 min ago (restarts: 1, last exit code 2)'],

    ['no node yet', { spec: { nodeName: undefined }, ready: false, podStatus: { phase: 'Pending' } }, 'starting: Waits for a node'],
    ['unschedulable', { spec: { nodeName: undefined }, podStatus: { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/1 nodes are available: 1 Insufficient cpu.' }] } },
      'abnormal: No node can take the pod: 0/1 nodes are available: 1 Insufficient cpu.'],
    ['held by a gate', { spec: { nodeName: undefined }, podStatus: { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated', message: 'gated' }] } },
      'starting: Is held back by scheduling gates: gated'],

    ['being created', { status: waiting('ContainerCreating') }, 'starting: Containers are being created on node-1'],
    ['no container status yet', { ready: false, podStatus: { phase: 'Pending', containerStatuses: undefined } }, 'starting: Containers are being created on node-1'],
    ['a volume that cannot be mounted', { status: waiting('ContainerCreating') }, 'abnormal: A volume cannot be mounted: configmap "x" not found', [warning('FailedMount', 'configmap "x" not found')]],
    ['no sandbox', { status: waiting('ContainerCreating') }, 'abnormal: The node cannot set up the pod: no IP left', [warning('FailedCreatePodSandBox', 'no IP left')]],

    ['image not there', { status: waiting('ErrImagePull', `rpc error: code = Unknown desc = Error response from daemon: manifest for ${image} not found: manifest unknown`) },
      `abnormal: Image ${image} does not exist in the registry (container app)`],
    ['back-off, old kubelet, no event', { status: waiting('ImagePullBackOff', `Back-off pulling image "${image}"`) },
      `abnormal: Image ${image} cannot be pulled (container app); the node waits before it tries again`],
    ['back-off, old kubelet, with the event', { status: waiting('ImagePullBackOff', `Back-off pulling image "${image}"`) },
      `abnormal: Image ${image} does not exist in the registry (container app)`, [warning('Failed', `Failed to pull image "${image}": rpc error: code = NotFound desc = not found`), warning('Failed', 'Error: ImagePullBackOff')]],
    ['back-off, new kubelet', { status: waiting('ImagePullBackOff', `Back-off pulling image "${image}": ErrImagePull: rpc error: code = Unknown desc = Error response from daemon: unauthorized: access to it is denied`) },
      `abnormal: The registry refuses to hand out image ${image} (container app): it does not exist there, or imagePullSecrets lack access: unauthorized: access to it is denied`],
    ['registry name', { status: waiting('ErrImagePull', 'dial tcp: lookup reg.local on 10.96.0.10:53: no such host') },
      `abnormal: Image ${image} cannot be pulled (container app): the name of its registry cannot be resolved: dial tcp: lookup reg.local on 10.96.0.10:53: no such host`],
    ['registry name, resolver silent', { status: waiting('ErrImagePull', 'dial tcp: lookup reg.local on 10.255.255.53:53: read udp 10.0.0.2:5->10.255.255.53:53: i/o timeout') },
      `abnormal: Image ${image} cannot be pulled (container app): the name of its registry cannot be resolved: dial tcp: lookup reg.local on 10.255.255.53:53: read udp 10.0.0.2:5->10.255.255.53:53: i/o timeout`],
    ['registry down', { status: waiting('ErrImagePull', 'rpc error: code = Unknown desc = Error response from daemon: Get "http://10.0.0.2:5000/v2/": dial tcp 10.0.0.2:5000: connect: connection refused') },
      `abnormal: Image ${image} cannot be pulled (container app): its registry cannot be reached from the node: Get "http://10.0.0.2:5000/v2/": dial tcp 10.0.0.2:5000: connect: connection refused`],
    ['registry certificate', { status: waiting('ErrImagePull', 'Get "https://r/v2/": x509: certificate signed by unknown authority') },
      `abnormal: Image ${image} cannot be pulled (container app): the node does not trust the certificate of the registry: Get "https://r/v2/": x509: certificate signed by unknown authority`],
    ['registry over HTTP', { status: waiting('ErrImagePull', 'http: server gave HTTP response to HTTPS client') },
      `abnormal: Image ${image} cannot be pulled (container app): the registry speaks plain HTTP and the node expects HTTPS`],
    ['pull rate', { status: waiting('ErrImagePull', 'toomanyrequests: You have reached your pull rate limit') }, `abnormal: Image ${image} cannot be pulled (container app): the registry limits the rate of pulls`],
    ['disk of the node', { status: waiting('ErrImagePull', 'write /x: no space left on device') }, `abnormal: Image ${image} cannot be pulled (container app): the disk of the node is full`],
    ['other CPU', { status: waiting('ErrImagePull', 'no matching manifest for linux/arm64 in the manifest list entries') }, `abnormal: Image ${image} cannot run on this node (container app): it was not built for its CPU type`],
    ['image name', { container: { image: 'UPPER//x' }, status: waiting('InvalidImageName', 'Failed to apply default image tag') }, 'abnormal: Image name UPPER//x is not valid (container app)'],
    ['never pulled', { status: waiting('ErrImageNeverPull', 'x') }, `abnormal: Image ${image} is not on the node and its pull policy is Never (container app)`],
    ['unknown pull error', { status: waiting('ErrImagePull', 'rpc error: code = Unknown desc = something odd') }, `abnormal: Image ${image} cannot be pulled (container app): something odd`],

    ['crash with a code', crashed({ exitCode: 3, reason: 'Error' }), 'abnormal: Container app crashes again and again: exit code 3, restarts: 4'],
    ['crash with a message', crashed({ exitCode: 3, message: 'no database\n' }), 'abnormal: Container app crashes again and again: exit code 3, restarts: 4. It says: no database'],
    ['out of memory', crashed({ exitCode: 137, reason: 'OOMKilled' }), 'abnormal: Container app runs out of memory and is killed (OOMKilled), restarts: 4'],
    ['a signal', crashed({ exitCode: 139 }), 'abnormal: Container app is ended by signal 11 (SIGSEGV) again and again, restarts: 4'],
    ['a liveness probe', crashed({ exitCode: 137 }), 'abnormal: Container app is restarted again and again because its liveness probe fails: timeout (restarts: 4)', [warning('Unhealthy', 'Liveness probe failed: timeout')]],
    ['ends by itself', crashed({ exitCode: 0 }), 'abnormal: Container app ends by itself (exit code 0) and is started again and again, restarts: 4'],
    ['a command that is not there', crashed({ exitCode: 127, reason: 'ContainerCannotRun', message: 'exec: "nope": executable file not found in $PATH' }), 'abnormal: Container app cannot be started: exec: "nope": executable file not found in $PATH'],
    ['a command that is not there, wrapped by the runtime', { status: waiting('RunContainerError', 'failed to start container "0d": Error response from daemon: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "/no": stat /no: no such file or directory: unknown') },
      'abnormal: Container app cannot be started: exec: "/no": stat /no: no such file or directory: unknown'],
    ['nothing known', { status: { ...waiting('CrashLoopBackOff'), restartCount: 2 } }, 'abnormal: Container app crashes again and again, restarts: 2'],
    ['alive for a moment between crashes', { ready: true, status: { restartCount: 3, state: { running: { startedAt: secondsAgo(2) } }, lastState: { terminated: { exitCode: 1, finishedAt: secondsAgo(30) } } } },
      'abnormal: Container app crashes again and again: exit code 1, restarts: 3'],
    ['first exit', { status: { ready: false, state: { terminated: { exitCode: 1 } } } }, 'abnormal: Container app failed with exit code 1'],

    ['ConfigMap missing', { status: waiting('CreateContainerConfigError', 'configmap "settings" not found') }, 'abnormal: Container app cannot start: ConfigMap settings does not exist'],
    ['Secret missing', { status: waiting('CreateContainerConfigError', 'secret "db" not found') }, 'abnormal: Container app cannot start: Secret db does not exist'],
    ['key missing', { status: waiting('CreateContainerConfigError', "couldn't find key url in ConfigMap shop/settings") }, 'abnormal: Container app cannot start: ConfigMap settings has no key url'],
    ['other configuration', { status: waiting('CreateContainerConfigError', 'container has runAsNonRoot and image will run as root') },
      'abnormal: Container app cannot start, its configuration is wrong: container has runAsNonRoot and image will run as root'],
    ['cannot be started', { status: waiting('RunContainerError', 'OCI runtime create failed') }, 'abnormal: Container app cannot be started: OCI runtime create failed'],

    ['init running', init({ running: {} }), 'starting: Init container migrate is running (1 of 2)'],
    ['init failing', init({ terminated: { exitCode: 5 } }, 2), 'abnormal: Container migrate crashes again and again: exit code 5, restarts: 2'],
    ['init image', init({ waiting: { reason: 'ErrImagePull', message: 'manifest unknown' } }), 'abnormal: Image m:1 does not exist in the registry (container migrate)'],
    ['init done, next waits', init({ terminated: { exitCode: 0 } }), 'starting: Containers are being created on node-1'],

    ['young and not ready', unready(5, 10, true), 'starting: Container app is running, not ready yet'],
    ['old and not ready', unready(300, 310, true), 'abnormal: Container app is running but its readiness probe fails'],
    ['was ready, is not', unready(20, 3, true), 'abnormal: Container app is running but its readiness probe fails: HTTP probe failed with statuscode: 500', [warning('Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 500')]],
    ['startup probe', { status: { ready: false, started: false, state: { running: { startedAt: secondsAgo(100) } } } }, 'starting: Container app is running, its startup probe has not succeeded yet'],
    ['readiness gate', { ready: true, podStatus: { conditions: [{ type: 'Ready', status: 'False', reason: 'ReadinessGatesNotReady', message: 'lb' }] } }, 'abnormal: Its containers are ready, but a readiness gate is not: lb'],
    ['lost node', { ready: true, podStatus: { conditions: [{ type: 'Ready', status: 'False' }] } }, 'unknown: Node node-1 does not report any more: nobody knows whether the pod runs'],

    ['evicted', { podStatus: { phase: 'Failed', reason: 'Evicted', message: 'The node was low on resource: memory.' } }, 'abnormal: Evicted by the node: The node was low on resource: memory.'],
    ['refused by the node', { podStatus: { phase: 'Failed', reason: 'OutOfcpu', message: 'x' } }, 'abnormal: The node ended or refused the pod (OutOfcpu): x'],
    ['failed', { podStatus: { phase: 'Failed' }, status: { state: { terminated: { exitCode: 7 } } } }, 'abnormal: Container app failed with exit code 7'],
    ['stopping', { metadata: { deletionTimestamp: secondsAgo(-20) } }, 'stopping: Stopping'],
    ['stuck', { metadata: { deletionTimestamp: secondsAgo(600) } }, 'abnormal: Should have been gone 10 min ago and is still stopping on node node-1'],
    ['held', { metadata: { deletionTimestamp: secondsAgo(600), finalizers: ['example.com/keep'] } }, 'abnormal: Stopping; waits for the finalizer example.com/keep'],
  ];
  it.each(cases)('%s', (_, sketch, said, events) => {
    expect(say(sketch, events)).toBe(said);
  });

  it('keeps messages short and free of control characters, and leaves markup as data', () => {
    const said = say({ status: waiting('RunContainerError', `\u001b[31m<b>bad</b>\u202e\n${'x'.repeat(900_000)}`) });
    expect(said).toMatch(/^abnormal: Container app cannot be started: \[31m<b>bad<\/b> x+…$/);
    expect(said.length).toBeLessThan(360);
  });

  it('says something of a pod that has nothing but a name', () => {
    expect(podStatus({ apiVersion: 'v1', kind: 'Pod', metadata: meta('bare') }, { now, events: () => [] }).word).toBe('starting');
  });
});
