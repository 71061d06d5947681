import type { Program, Surroundings } from '../programs/program';

/** One run of a container, from which its log follows: nothing is kept but its times. */
export interface ContainerLife extends Surroundings {
  program: Program;
  endedAt?: number;
}

export interface LogLine {
  at: number;
  text: string;
}

/** Runs of the containers of all pods: the present one and the one before. */
export interface PodLogs {
  begin(podUid: string, container: string, life: ContainerLife): void;
  end(podUid: string, container: string, at: number): void;
  forget(podUid: string): void;
  life(podUid: string, container: string, previous: boolean): ContainerLife | undefined;
}

export function createPodLogs(): PodLogs {
  const lives = new Map<string, Map<string, { now?: ContainerLife; before?: ContainerLife }>>();
  return {
    begin(podUid, container, life) {
      const pod = lives.get(podUid) ?? new Map<string, { now?: ContainerLife; before?: ContainerLife }>();
      lives.set(podUid, pod);
      const before = pod.get(container)?.now;
      pod.set(container, { now: life, ...(before && { before }) });
    },
    end(podUid, container, at) {
      const now = lives.get(podUid)?.get(container)?.now;
      if (now) now.endedAt ??= at;
    },
    forget: (podUid) => void lives.delete(podUid),
    life(podUid, container, previous) {
      const runs = lives.get(podUid)?.get(container);
      return previous ? runs?.before : runs?.now;
    },
  };
}

/** The lines a container has written up to a time, oldest first. @param lastLines how many at most, so that weeks of log cost nothing. */
export function linesOf(life: ContainerLife, until: number, since: number, lastLines = 5000): LogLine[] {
  const end = Math.min(life.endedAt ?? until, until);
  const { program, startedAt } = life;
  const fill = (text: string, n: number) => text.replace('{host}', life.host).replace('{version}', life.version).replace('{n}', String(n));
  const greeting = program.greeting.map((text, i) => ({ at: startedAt + i, text: fill(text, i) }));
  const written = (n: number) => program.lines?.(n, life) ?? [fill(program.ticks[n % program.ticks.length] ?? '', n)];
  const isQuiet = !program.lines && program.ticks.length === 0;
  const ticks = isQuiet ? 0 : Math.max(0, Math.floor((end - startedAt) / program.tickMs));
  const first = Math.max(1, ticks - lastLines + 1, Math.ceil((since - startedAt) / program.tickMs));
  const later: LogLine[] = [];
  for (let n = first; n <= ticks; n += 1) later.push(...written(n).map((text) => ({ at: startedAt + n * program.tickMs, text })));
  return [...(first === 1 ? greeting : []), ...later].filter(({ at }) => at >= since && at <= end).slice(-lastLines);
}
