import type { PreviewChange } from '@shared/model/change';
import { sentence, type Sentence } from '@shared/sentences/sentence';
import type { Container, HorizontalPodAutoscaler, PodTemplate } from '@electron/engine/kube/objects';
import { annotations } from '@electron/engine/revisions/annotations';
import { findRevision, type History, type KeptRevision, type RolloutWorkload } from '@electron/engine/revisions/revisions';
import { containersOf, plainTemplate, sameTemplate } from '@electron/engine/revisions/templates';
import { imageLabel } from '@electron/engine/workloads';
import { desiredReplicas, isPaused } from '@electron/engine/rollout/numbers';
import { warningsOf } from './warnings';

/** What a change is planned on: the newest state that the caches have. */
export interface PlanState {
  workload: RolloutWorkload;
  history: History;
  autoscaler: HorizontalPodAutoscaler | undefined;
  /** Epoch ms. */
  now: number;
}

/** `object`: a strategic merge patch of the workload. `scale`: its scale subresource. */
export type Write = { target: 'object'; patch: { spec: Record<string, unknown> }; changesTemplate: boolean } | { target: 'scale'; replicas: number };

export interface Plan {
  change: PreviewChange;
  /** Null when blocked. */
  write: Write | null;
  blocked: Sentence | null;
  changesNothing: boolean;
  warnings: Sentence[];
  /** For a rollback: where it leads. */
  revision: KeptRevision | null;
  /** Name of the ControllerRevision that has the new template already: its controller takes that one instead of making another. */
  reuses: string | null;
  /** The suggested change cause; English, since it is kept in the cluster for everybody. */
  changeCause: string;
  title: Sentence;
}

/** Decides what a change means for this component and whether it can be done. Pure: asks nobody. */
export const planChange = (change: PreviewChange, state: PlanState): Plan => {
  const draft = draftOf(change, state);
  const plan = { change, write: null, blocked: null, changesNothing: false, revision: null, reuses: null, warnings: [], ...draft };
  return plan.blocked ? plan : { ...plan, warnings: warningsOf(plan, state) };
};

type Draft = Partial<Plan> & Pick<Plan, 'title' | 'changeCause'>;

const draftOf = (change: PreviewChange, state: PlanState): Draft => {
  const component = state.workload.metadata.name;
  switch (change.kind) {
    case 'setImage':
      return setImage(change, state);
    case 'rollback':
      return rollback(change.to, state);
    case 'restart': {
      const patch = { spec: { template: { metadata: { annotations: { [annotations.restartedAt]: new Date(state.now).toISOString() } } } } };
      const blocked = isPaused(state.workload) ? sentence('change.pausedRestart', { component }) : null;
      return { title: sentence('operation.restart', { component }), changeCause: `Restart ${component}`, blocked, write: { target: 'object', patch, changesTemplate: true } };
    }
    case 'scale':
      return scale(change.replicas, state, sentence('operation.scale', { component, replicas: change.replicas }));
    case 'stop':
      return scale(0, state, sentence('operation.stop', { component }));
    case 'pause':
      return pause(true, state, sentence('operation.pause', { component }));
    case 'resume':
      return pause(false, state, sentence('operation.resume', { component }));
  }
};

/** A ReplicaSet that is taken again gets the annotations of the change: only ControllerRevisions must be named. */
const reusedFor = (template: PodTemplate | undefined, { workload, history }: PlanState): string | null =>
  workload.kind === 'Deployment' ? null : (history.revisions.find((revision) => sameTemplate(revision.template, template))?.object.metadata.name ?? null);

const setImage = ({ container, image }: { container: string; image: string }, state: PlanState): Draft => {
  const { workload } = state;
  const component = workload.metadata.name;
  const spec = workload.spec?.template?.spec;
  const list = spec?.initContainers?.some(({ name }) => name === container) ? 'initContainers' : 'containers';
  const existing = containersOf(workload.spec?.template).find(({ name }) => name === container);
  return {
    title: sentence('operation.setImage', { component, container, image }),
    changeCause: `Set image of ${container} to ${image}`,
    blocked: existing ? null : sentence('change.noContainer', { component, container }),
    changesNothing: existing?.image === image,
    reuses: reusedFor(withImage(workload.spec?.template, container, image), state),
    write: { target: 'object', patch: { spec: { template: { spec: { [list]: [{ name: container, image }] } } } }, changesTemplate: true },
  };
};

const withImage = (template: PodTemplate | undefined, container: string, image: string): PodTemplate | undefined => {
  const changed = (list: Container[] | undefined) => list?.map((one) => (one.name === container ? { ...one, image } : one));
  return template && { ...template, spec: { ...template.spec, containers: changed(template.spec?.containers), initContainers: changed(template.spec?.initContainers) } };
};

/** Replaces the whole pod template, as `kubectl rollout undo` does. */
const rollback = (to: number | 'previous', state: PlanState): Draft => {
  const { workload, history } = state;
  const component = workload.metadata.name;
  const revision = to === 'previous' ? history.previous : findRevision(history, to);
  const title = sentence('operation.rollback', { component, revision: revision?.number ?? to });
  if (!revision) {
    const blocked = to === 'previous' ? sentence('change.noPrevious', { component }) : sentence('change.noRevision', { component, revision: to });
    return { title, changeCause: '', blocked };
  }
  const images = containersOf(revision.template).map(({ name, image = '' }) => `${name} ${imageLabel(image)}`);
  return {
    title,
    revision,
    reuses: reusedFor(revision.template, state),
    // Made from the images and not from the revision's own cause: otherwise going back and forth would nest causes.
    changeCause: `Roll back to revision ${revision.number} (${images.join(', ')})`,
    blocked: isPaused(state.workload) ? sentence('change.pausedRollback', { component }) : null,
    changesNothing: sameTemplate(workload.spec?.template, revision.template),
    write: { target: 'object', patch: { spec: { template: { ...plainTemplate(revision.template), $patch: 'replace' } } }, changesTemplate: true },
  };
};

const scale = (replicas: number, { workload }: PlanState, title: Sentence): Draft => ({
  title,
  changeCause: '',
  blocked: workload.kind === 'DaemonSet' ? sentence('change.kindCannotScale') : null,
  changesNothing: workload.kind !== 'DaemonSet' && desiredReplicas(workload) === replicas,
  write: { target: 'scale', replicas },
});

const pause = (paused: boolean, { workload }: PlanState, title: Sentence): Draft => ({
  title,
  changeCause: '',
  blocked: workload.kind === 'Deployment' ? null : sentence('change.kindCannotPause', { kind: workload.kind }),
  changesNothing: isPaused(workload) === paused,
  write: { target: 'object', patch: { spec: { paused } }, changesTemplate: false },
});
