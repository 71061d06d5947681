import type { OperationLogLine } from '@shared/model/operation';
import type { KubeEvent, Pod } from '@electron/engine/kube/objects';
import { isReady, plainMessage } from '@electron/engine/workloads';

export interface Line {
  level: OperationLogLine['level'];
  text: string;
}

/** What is remembered of a pod between two looks. */
interface Seen {
  node: string | null;
  started: boolean;
  ready: boolean;
  leaving: boolean;
}

/** What images cost time is only in events; the rest of a pod's story is read from the pod. */
const toldReasons = ['Pulling', 'Pulled', 'Killing', 'ScalingReplicaSet', 'SuccessfulDelete'];

/**
 * Tells what happened to the pods since the last look, one line each. What was there at the first look is known and
 * not told. Lines are English: they are a log, kept beside the cluster's own messages.
 */
export const createNarrator = (): ((pods: readonly Pod[], events: readonly KubeEvent[]) => Line[]) => {
  let pods: Map<string, Seen & { name: string }> | null = null;
  const known = new Set<string>();

  return (present, newest) => {
    const isFirst = pods === null;
    const before = pods ?? new Map<string, Seen & { name: string }>();
    pods = new Map(present.map((pod) => [pod.metadata.uid, { name: pod.metadata.name, ...look(pod) }]));
    const lines: Line[] = [];
    for (const [uid, now] of pods) if (!isFirst) lines.push(...story(now.name, before.get(uid), now));
    for (const [uid, { name }] of before) if (!pods.has(uid)) lines.push({ level: 'info', text: `Pod ${name} is gone` });

    for (const event of newest) {
      const line = told(event);
      // Once: the cluster repeats a warning for as long as its cause lasts, with a higher count.
      if (line === null || known.has(line.text)) continue;
      known.add(line.text);
      if (!isFirst) lines.push(line);
    }
    return lines;
  };
};

const look = (pod: Pod): Seen => ({
  node: pod.spec?.nodeName ?? null,
  started: (pod.status?.containerStatuses ?? []).some(({ state }) => state?.running !== undefined),
  ready: isReady(pod),
  leaving: pod.metadata.deletionTimestamp !== undefined,
});

const story = (name: string, before: Seen | undefined, now: Seen): Line[] => {
  const happened: [boolean, string][] = [
    [before === undefined, `Pod ${name} created`],
    [now.node !== null && (before?.node ?? null) === null, `Pod ${name} goes to node ${now.node}`],
    [now.started && !before?.started, `Pod ${name} started`],
    [now.ready && !before?.ready, `Pod ${name} is ready`],
    [!now.ready && !now.leaving && before?.ready === true, `Pod ${name} is not ready any more`],
    [now.leaving && !before?.leaving, `Pod ${name} is being terminated`],
  ];
  return happened.filter(([is]) => is).map(([, text]) => ({ level: 'info', text }));
};

const told = (event: KubeEvent): Line | null => {
  const about = event.involvedObject?.name ?? '';
  const text = `${about}: ${event.reason ?? ''}: ${plainMessage(event.message)}`;
  if (event.type === 'Warning') return { level: 'warn', text };
  return toldReasons.includes(event.reason ?? '') ? { level: 'info', text } : null;
};
