import { describe, expect, it } from 'vitest';
import { sentence } from '@shared/sentences/sentence';
import { createLogger } from '@electron/engine/log/logger';
import { createRedaction } from '@electron/engine/redaction/redaction';
import { createApp, createNotices, createRateLimit } from './index';

const context = { peer: { id: '1', kind: 'window' as const }, signal: new AbortController().signal };
const setUp = () => {
  const lines: string[] = [];
  let clock = 0;
  const notices = createNotices(() => 1);
  const handlers = createApp({
    version: '1.0.0', host: 'headless', engineId: 'engine', osUser: 'ada', notices, reports: createRateLimit(2, 1000, () => clock),
    logger: createLogger({ write: (line) => void lines.push(line), redaction: createRedaction() }),
  });
  return { lines, notices, handlers, advance: (ms: number) => { clock += ms; } };
};

describe('app', () => {
  it('writes reports of renderers to the log, as many as are good for it', async () => {
    const { handlers, lines, advance } = setUp();
    for (let index = 0; index < 5; index += 1) await handlers.report({ message: 'broke', where: 'a.tsx' }, context);
    expect(lines).toHaveLength(2);
    advance(1000);
    await handlers.report({ message: 'again', where: 'a.tsx' }, context);
    expect(JSON.parse(lines[2] ?? '')).toMatchObject({ message: 'renderer: again', peer: 'window:1', count: 3 });
  });

  it('shows notices until they are dismissed, one per id', async () => {
    const { handlers, notices } = setUp();
    notices.notify('a', 'warn', sentence('vault.unreadableSecret'));
    notices.notify('a', 'error', sentence('vault.unreadableSecret'));
    notices.notify('b', 'info', sentence('vault.unreadableSecret'));
    expect(notices.list().map(({ id, level }) => [id, level])).toEqual([['a', 'error'], ['b', 'info']]);
    await handlers.dismissNotice({ id: 'a' }, context);
    expect(notices.list().map(({ id }) => id)).toEqual(['b']);
  });

  it('says who answers', async () => {
    expect(await setUp().handlers.info({}, context)).toMatchObject({ version: '1.0.0', engineId: 'engine', osUser: 'ada' });
  });
});
