import type { Container, Probe } from '../objects/workloads';
import type { Program, Spell } from '../programs/program';

export type ProbeKind = 'Startup' | 'Liveness' | 'Readiness';

/** One running program, as its probes see it. */
export interface Probed {
  program: Program;
  container: Container;
  podIP: string;
  /** Beside the program's own. */
  spells: readonly Spell[];
}

const isIn = ({ firstAfterMs, everyMs, forMs }: Spell, runMs: number) => runMs >= firstAfterMs && (runMs - firstAfterMs) % everyMs < forMs;
const concerns = (spell: Spell, kind: ProbeKind) => spell.fails === 'all' || kind === 'Readiness';

/** What is wrong with a probe's answer, as the kubelet says it; null where nothing is. @param runMs how long the program runs */
export function probeFailure({ program, container, podIP, spells }: Probed, kind: ProbeKind, probe: Probe, runMs: number): string | null {
  if (probe.exec) return execFailure(probe.exec.command ?? [], runMs >= program.readyAfterMs);
  const target = probe.httpGet?.port ?? probe.tcpSocket?.port ?? probe.grpc?.port ?? 0;
  const port = typeof target === 'number' ? target : container.ports?.find(({ name }) => name === target)?.containerPort;
  if (port === undefined) return `strconv.Atoi: parsing "${target}": invalid syntax`;
  const address = `${probe.httpGet?.host ?? podIP}:${port}`;
  const url = `Get "${(probe.httpGet?.scheme ?? 'HTTP').toLowerCase()}://${address}${probe.httpGet?.path ?? '/'}"`;
  const dial = (why: string) => (probe.grpc ? `timeout: failed to connect service "${address}" within ${probe.timeoutSeconds ?? 1}s: context deadline exceeded` : probe.httpGet ? `${url}: dial tcp ${address}: ${why}` : `dial tcp ${address}: ${why}`);
  const listensAt = Number(container.env?.find(({ name }) => name === 'PORT')?.value ?? program.port ?? port);
  if (runMs < program.readyAfterMs || port !== listensAt) return dial('connect: connection refused');
  const spell = [...(program.spells ?? []), ...spells].find((candidate) => concerns(candidate, kind) && isIn(candidate, runMs));
  if (!probe.httpGet) return spell ? dial('i/o timeout') : null;
  if (spell) return spell.statusCode ? `HTTP probe failed with statuscode: ${spell.statusCode}` : `${url}: context deadline exceeded (Client.Timeout exceeded while awaiting headers)`;
  const path = probe.httpGet.path ?? '/';
  const isAnswered = !program.paths || path === '/' || program.paths.some((prefix) => path.startsWith(prefix));
  return isAnswered ? null : 'HTTP probe failed with statuscode: 404';
}

/** Programs in containers are models: a command fails where it says so itself. */
function execFailure(command: readonly string[], isUp: boolean): string | null {
  const fails = command[0] === 'false' || /\bexit [1-9]/.test(command.at(-1) ?? '');
  if (!fails && isUp) return null;
  return /\becho (?:-n )?['"]?([^;'"&|]+)/.exec(command.at(-1) ?? '')?.[1]?.trim() ?? '';
}

/** How long a well program stays well for a probe; null where nothing is to come. So long nobody needs to ask. */
export function wellFor({ program, spells }: Probed, kind: ProbeKind, runMs: number): number | null {
  const starts = [...(program.spells ?? []), ...spells].flatMap((spell) => {
    if (!concerns(spell, kind)) return [];
    const { firstAfterMs, everyMs } = spell;
    if (runMs < firstAfterMs) return firstAfterMs - runMs;
    return Number.isFinite(everyMs) ? everyMs - ((runMs - firstAfterMs) % everyMs) : [];
  });
  return starts.length > 0 ? Math.min(...starts) : null;
}
