import type { components } from '@shared/contract/components';
import { componentActions, type ActionState, type ComponentRef } from '@shared/model/component';
import type { Freshness } from '@shared/model/freshness';
import type { Timeline } from '@shared/model/revision';
import { sentence, type Sentence } from '@shared/sentences/sentence';
import type { DomainHandlers } from '@shared/wire/types';
import { isRolloutKind } from '@electron/engine/revisions/revisions';
import type { EnvironmentAccess, OpenEnvironment } from '@electron/engine/services/environmentAccess';
import { followEnvironment } from '@electron/engine/services/followEnvironment';
import { watchActions, type Policies } from './actions';
import { compareRevisions } from './compareRevisions';
import { blankDetail } from './detail';
import { watchTimeline } from './timeline';
import { watchComponent } from './watch';

export interface ComponentsDeps {
  access: EnvironmentAccess;
  policies: Policies;
}

export const createComponentHandlers = ({ access, policies }: ComponentsDeps): DomainHandlers<typeof components> => ({
  watch: (ref, { signal }) =>
    followEnvironment(access, ref.environmentId, signal, {
      view: (open, until) => watchComponent(open, ref, until),
      connecting: (freshness) => blankDetail(ref, freshness, reasonOf(freshness)),
    }),

  actions: (ref, { signal }) =>
    followEnvironment<ActionState[]>(access, ref.environmentId, signal, {
      view: (open, until) => watchActions(open, ref, until, policies),
      connecting: (freshness) => componentActions.map((action) => ({ action, allowed: false, reason: reasonOf(freshness) })),
    }),

  timeline: (ref, { signal }) =>
    followEnvironment(access, ref.environmentId, signal, {
      view: (open, until) => timelineOf(open, ref, until),
      connecting: emptyTimeline,
    }),

  async compare({ from, to, ...ref }, { signal }) {
    const open = await access.open(ref.environmentId);
    try {
      return await compareRevisions(open, ref, from, to, signal);
    } finally {
      open.close();
    }
  },
});

const emptyTimeline = (freshness: Freshness): Timeline => ({ revisions: [], current: null, previous: null, historyLimit: null, freshness });

/** Jobs and CronJobs have no revisions: an empty timeline that stays true is no error. */
async function* timelineOf(open: OpenEnvironment, ref: ComponentRef, signal: AbortSignal): AsyncGenerator<Timeline> {
  if (isRolloutKind(ref.kind)) yield* watchTimeline(open, ref, signal);
  else yield emptyTimeline({ state: 'live', since: Date.now(), reason: null });
}

const reasonOf = ({ reason }: Freshness): Sentence => reason ?? sentence('environment.connecting', { server: '' });
