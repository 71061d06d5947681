import type { Container, ContainerState, ContainerStatus, KubeEvent } from '@electron/engine/kube/objects';
import type { Status } from '@shared/model/status';
import { sentence, type Sentence } from '@shared/sentences/sentence';
import { newestWarning } from './events';
import { imageProblem, isImageReason } from './imageProblem';
import { plainMessage } from './message';

type Terminated = NonNullable<ContainerState['terminated']>;

export const abnormal = (cause: Sentence): Status => ({ word: 'abnormal', cause });

/** What keeps a container from running, as its waiting state says. Null while it is merely being created. */
export const waitingProblem = (container: Container, status: ContainerStatus, events: () => readonly KubeEvent[]): Status | null => {
  const { reason, message = '' } = status.state?.waiting ?? {};
  const { name } = container;
  if (reason === undefined || reason === 'ContainerCreating' || reason === 'PodInitializing') return null;
  if (isImageReason(reason)) {
    const image = container.image ?? status.image ?? '';
    const lastFailure = () => newestWarning(events(), ['Failed', 'InspectFailed'], (text) => text.startsWith('Failed to pull image') && text.includes(image))?.message;
    return abnormal(imageProblem(name, plainMessage(image), reason, message, lastFailure));
  }
  if (reason === 'CrashLoopBackOff') return abnormal(crashCause(status, events));
  if (reason === 'CreateContainerConfigError') return abnormal(configCause(name, message));
  if (/Error$|CannotRun$/.test(reason)) return abnormal(sentence('status.cannotStart', { container: name, message: startMessage(message || reason) }));
  return { word: 'starting', cause: sentence('status.waiting', { container: name, reason: plainMessage(reason) }) };
};

/** Why a container that is restarted over and over ends: from how it ended last. */
export const crashCause = (status: ContainerStatus, events: () => readonly KubeEvent[]): Sentence => {
  const ended = status.state?.terminated ?? status.lastState?.terminated;
  const what = { container: status.name, restarts: status.restartCount ?? 0 };
  if (!ended) return sentence('status.crash.unknown', what);
  if (ended.reason === 'OOMKilled') return sentence('status.crash.memory', what);
  if (couldNotStart(ended)) return sentence('status.cannotStart', { container: status.name, message: startMessage(ended.message ?? ended.reason) });
  const signal = signalOf(ended);
  if (signal) {
    // The kubelet ends a container whose liveness probe fails by a signal; only the event tells that from a kill.
    const probe = newestWarning(events(), ['Unhealthy'], (text) => text.startsWith('Liveness probe failed'));
    return probe
      ? sentence('status.crash.liveness', { ...what, message: probeMessage(probe.message) })
      : sentence('status.crash.signal', { ...what, signal });
  }
  if (ended.exitCode === 0) return sentence('status.crash.ends', what);
  const message = plainMessage(ended.message);
  return message === ''
    ? sentence('status.crash.exit', { ...what, exitCode: ended.exitCode })
    : sentence('status.crash.exitMessage', { ...what, exitCode: ended.exitCode, message });
};

/** How a container ended that is not known to be restarted again and again. */
export const exitCause = (container: string, ended: Terminated): Sentence => {
  if (ended.reason === 'OOMKilled') return sentence('status.exited.memory', { container });
  if (couldNotStart(ended)) return sentence('status.cannotStart', { container, message: startMessage(ended.message ?? ended.reason) });
  const signal = signalOf(ended);
  if (signal) return sentence('status.exited.signal', { container, signal });
  if (ended.exitCode === 0) return sentence('status.exited.ends', { container });
  const message = plainMessage(ended.message);
  return message === ''
    ? sentence('status.exited.exit', { container, exitCode: ended.exitCode })
    : sentence('status.exited.exitMessage', { container, exitCode: ended.exitCode, message });
};

/** A probe's message without the words that the sentence says already. */
export const probeMessage = (message: string | undefined): string => plainMessage((message ?? '').replace(/^\w+ probe (?:failed|errored): /, ''));

/** What the runtime says after the names of all its layers. */
const startMessage = (message: string | undefined): string => plainMessage((message ?? '').replace(/^.*(?:unable to start container process|starting container process caused): /s, ''));

const couldNotStart = ({ reason }: Terminated): boolean => reason === 'ContainerCannotRun' || reason === 'StartError';

const signalNames: Readonly<Record<number, string>> = {
  1: 'SIGHUP', 2: 'SIGINT', 3: 'SIGQUIT', 4: 'SIGILL', 6: 'SIGABRT', 7: 'SIGBUS', 8: 'SIGFPE', 9: 'SIGKILL', 11: 'SIGSEGV', 13: 'SIGPIPE', 15: 'SIGTERM',
};
/** Runtimes report death by signal n as exit code 128 + n. */
const signalOf = ({ exitCode, signal }: Terminated): string | null => {
  const number = signal ? signal : exitCode > 128 && exitCode < 160 ? exitCode - 128 : 0;
  return number === 0 ? null : `${number}${signalNames[number] ? ` (${signalNames[number]})` : ''}`;
};

/** The kubelet says which ConfigMap, Secret or key is missing in these words only. */
const configCause = (container: string, message: string): Sentence => {
  const key = /couldn't find key (\S+) in (ConfigMap|Secret) (?:[^/\s]+\/)?(\S+)/i.exec(message);
  if (key?.[1] && key[3]) {
    const kind = key[2]?.toLowerCase() === 'secret' ? 'Secret' : 'ConfigMap';
    return sentence('status.config.keyMissing', { container, kind, name: plainMessage(key[3]), key: plainMessage(key[1]) });
  }
  const object = /(configmap|secret)s? "([^"]+)" not found/i.exec(message);
  if (object?.[2]) {
    const named = { container, name: plainMessage(object[2]) };
    return object[1]?.toLowerCase() === 'secret' ? sentence('status.config.secretMissing', named) : sentence('status.config.mapMissing', named);
  }
  return sentence('status.config.other', { container, message: plainMessage(message) });
};
