import { tickingSource, type LogLine, type LogSource } from '../programs/logSource';
import type { Program, Surroundings } from '../programs/program';

export type { LogLine } from '../programs/logSource';

/** One run of a container, from which its log follows: nothing is kept but its times. */
export interface ContainerLife extends Surroundings {
  program: Program;
  endedAt?: number;
  /** Asked only when somebody reads. */
  env?: () => Readonly<Record<string, string>>;
}

/** A container's log as the kubelet keeps it: in files that are changed when they are full. */
export interface LogFile {
  /** The lines of an entry of the log source, by its number in the whole life. */
  lines(entry: number): readonly LogLine[];
  /** Epoch ms of an entry. */
  timeOf(entry: number): number;
  /** How many entries the life has by a time. */
  countAt(epochMs: number): number;
  /** The first entry of the file that is written to at a time. A read shows that file and no older one. */
  firstAt(epochMs: number): number;
}

/** Runs of the containers of all pods: the present one and the one before. */
export interface PodLogs {
  begin(podUid: string, container: string, life: ContainerLife): void;
  end(podUid: string, container: string, at: number): void;
  forget(podUid: string): void;
  life(podUid: string, container: string, previous: boolean): ContainerLife | undefined;
  open(life: ContainerLife): LogFile;
}

/** The kubelet's own default. */
export const defaultLogFileBytes = 10 * 1024 * 1024;

/** What the kubelet writes around each line: time, stream and a tag. */
const framingBytes = '2026-01-01T00:00:00.000000000Z stdout F \n'.length;

/** @param fileBytes how large a file may get before the next one is begun */
export function createPodLogs(fileBytes = defaultLogFileBytes): PodLogs {
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
    open: (life) => openLog(life, fileBytes),
  };
}

function openLog(life: ContainerLife, fileBytes: number): LogFile {
  const { program, env, ...around } = life;
  const setting = { ...around, env: env?.() ?? {} };
  const source: LogSource = program.log?.(setting) ?? tickingSource(program, setting);
  const countAt = (epochMs: number) => source.countAt(Math.min(life.endedAt ?? epochMs, epochMs));
  const perFile = Math.max(1, Math.ceil(fileBytes / (source.entryBytes + framingBytes)));
  return {
    lines: (entry) => source.lines(entry),
    timeOf: (entry) => source.timeOf(entry),
    countAt,
    firstAt: (epochMs) => Math.floor(Math.max(0, countAt(epochMs) - 1) / perFile) * perFile,
  };
}

/** Where a read of a log begins: in an entry, behind some of its lines. */
export interface LogPosition {
  entry: number;
  skip: number;
}

/** The first entry at or after a time, of those from `first` up to, not including, `end`. */
export function firstSince(file: LogFile, first: number, end: number, sinceMs: number): number {
  let low = first;
  let high = end;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (file.timeOf(middle) < sinceMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Where the last so many lines begin, of the entries from `first` up to, not including, `end`. */
export function lastLines(file: LogFile, first: number, end: number, wanted: number): LogPosition {
  let missing = wanted;
  for (let entry = end; entry > first && missing > 0; ) {
    entry -= 1;
    const { length } = file.lines(entry);
    if (length >= missing) return { entry, skip: length - missing };
    missing -= length;
  }
  return { entry: wanted === 0 ? end : first, skip: 0 };
}
