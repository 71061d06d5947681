import { parseQuantity } from '../load/quantity';
import { noise } from '../load/noise';
import { outOfMemoryAfter } from '../load/usage';
import { controllerOf } from '../objects/meta';
import type { Container, Pod } from '../objects/workloads';
import type { Program, Spell, Surroundings } from '../programs/program';
import type { Site } from '../site';
import { builtInKinds } from '../store/kinds';
import type { Image } from './images';

/** For tests and for whoever wants to see it: seconds after which the program of any image crashes, or answers its probes no longer. */
const crashAnnotation = 'demo.wheelhouse.dev/crash-after-seconds';
const unwellAnnotation = 'demo.wheelhouse.dev/unhealthy-after-seconds';

export function surroundingsOf({ store, seed, clock }: Site, pod: Pod, image: Image): Surroundings {
  const owner = controllerOf(pod);
  const kind = builtInKinds.find((candidate) => candidate.kind === owner?.kind);
  const { replicas = 1 } = ((kind && store.get(kind, pod.metadata.namespace, owner?.name ?? ''))?.['spec'] ?? {}) as { replicas?: number };
  return { host: pod.metadata.name, version: image.version, namespace: pod.metadata.namespace ?? '', seed, share: 1 / Math.max(1, replicas), startedAt: clock.now() };
}

/** How a container ends by itself. */
export interface Ending {
  afterMs: number;
  code: number;
  reason?: 'OOMKilled';
}

/** What comes first: a crash, the end of its work, or its memory limit. @param attempt how often it was restarted */
export function endingOf(program: Program, container: Container, pod: Pod, around: Surroundings, attempt: number): Ending | undefined {
  const asked = Number(pod.metadata.annotations?.[crashAnnotation]);
  if (asked > 0) return { afterMs: asked * 1000, code: 1 };
  const { exits } = program;
  const isUnlucky = exits?.wellBy !== undefined && noise(around.seed, around.host, attempt) > exits.wellBy;
  const own = exits && { afterMs: exits.afterMs, code: isUnlucky ? 1 : exits.code };
  const limit = parseQuantity(container.resources?.limits?.['memory']);
  const killedMs = limit === undefined ? null : outOfMemoryAfter(program.cost, limit);
  return killedMs !== null && killedMs < (own?.afterMs ?? Infinity) ? { afterMs: killedMs, code: 137, reason: 'OOMKilled' } : own;
}

export function askedSpells(pod: Pod): Spell[] {
  const afterSeconds = Number(pod.metadata.annotations?.[unwellAnnotation]);
  return afterSeconds > 0 ? [{ fails: 'all', firstAfterMs: afterSeconds * 1000, everyMs: Infinity, forMs: Infinity, statusCode: 503 }] : [];
}
