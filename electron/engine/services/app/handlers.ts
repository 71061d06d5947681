import type { app } from '@shared/contract/app';
import type { DomainHandlers } from '@shared/wire/types';
import { logFields } from '@electron/engine/log/fields';
import type { Logger } from '@electron/engine/log/logger';
import { latest } from '@electron/engine/streams/latest';
import type { Notices } from './notices';
import type { RateLimit } from './rateLimit';

export interface AppDeps {
  version: string;
  host: 'desktop' | 'headless';
  engineId: string;
  osUser: string;
  notices: Notices;
  /** Of the reports of renderers. */
  reports: RateLimit;
  logger: Logger;
}

export const createHandlers = ({ version, host, engineId, osUser, notices, reports, logger }: AppDeps): DomainHandlers<typeof app> => ({
  info: () => ({ version, host, engineId, osUser, runtime: `Node ${process.versions.node} on ${process.platform} ${process.arch}` }),
  ping: () => ({ at: Date.now() }),
  report: ({ message, where }, { peer }) => {
    const missed = reports.take();
    if (missed !== null) logger.error(`renderer: ${message}`, { [logFields.error]: where, [logFields.peer]: `${peer.kind}:${peer.id}`, ...(missed > 0 && { [logFields.count]: missed }) });
    return {};
  },
  notices: (_input, { signal }) => latest(() => notices.list(), notices.onChange, signal),
  dismissNotice: ({ id }) => {
    notices.dismiss(id);
    return {};
  },
});
