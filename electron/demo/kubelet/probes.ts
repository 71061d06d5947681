import type { EventText } from '../controllers/events';
import type { Probe } from '../objects/workloads';
import type { Random } from '../random/random';
import { probeFailure, wellFor, type Probed, type ProbeKind } from './probeAnswers';

interface Deps {
  probed: Probed;
  random: Random;
  /** How long the program runs. */
  runMs: () => number;
  later: (ms: number, task: () => void) => void;
  record: (event: EventText) => void;
  /** The startup probe has passed, or there is none. */
  onStarted: () => void;
  onReady: (isReady: boolean) => void;
  /** The container must be restarted. */
  onFailed: (kind: 'liveness' | 'startup') => void;
}

/**
 * Probes a container as the kubelet does. While all is well and the program says that it stays so, nobody asks: weeks
 * of history would be millions of answers that change nothing.
 */
export function startProbes({ probed, random, runMs, later, record, onStarted, onReady, onFailed }: Deps): void {
  const { startupProbe, livenessProbe, readinessProbe } = probed.container;

  const watch = (kind: ProbeKind, probe: Probe, wasWell: boolean, report: (isWell: boolean) => void) => {
    const periodMs = (probe.periodSeconds ?? 10) * 1000;
    let known = wasWell;
    let streak = 0;
    let last = wasWell;
    let isOver = false;
    const ask = () => {
      const failure = probeFailure(probed, kind, probe, runMs());
      const isWell = failure === null;
      if (!isWell) record({ type: 'Warning', reason: 'Unhealthy', message: `${kind} probe failed: ${failure}` });
      streak = isWell === last ? streak + 1 : 1;
      last = isWell;
      if (isWell !== known && streak >= (isWell ? (probe.successThreshold ?? 1) : (probe.failureThreshold ?? 3))) {
        known = isWell;
        isOver = kind === 'Startup' || (kind === 'Liveness' && !isWell);
        report(isWell);
      } else if (!isWell && kind === 'Startup' && streak >= (probe.failureThreshold ?? 3)) {
        isOver = true;
        report(false);
      }
      if (isOver) return;
      const quietMs = known && isWell ? wellFor(probed, kind, runMs()) : 0;
      if (quietMs !== null) later(Math.max(1, Math.ceil(quietMs / periodMs)) * periodMs, ask);
    };
    // The kubelet notices a started container within a second and asks at once, unless it was told to wait.
    later((probe.initialDelaySeconds ?? 0) * 1000 + random.between(700, 1100), ask);
  };

  const begin = () => {
    onStarted();
    if (readinessProbe) watch('Readiness', readinessProbe, false, onReady);
    else onReady(true);
    if (livenessProbe) watch('Liveness', livenessProbe, true, () => onFailed('liveness'));
  };

  if (startupProbe) watch('Startup', startupProbe, false, (isWell) => (isWell ? begin() : onFailed('startup')));
  else begin();
}
