import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Operation } from '@shared/model/operation';
import { sentence } from '@shared/sentences/sentence';
import { createAuditLog } from '@electron/engine/audit/auditLog';
import { createLogger } from '@electron/engine/log/logger';
import { createRedaction } from '@electron/engine/redaction/redaction';
import { auditInterrupted } from './auditInterrupted';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'wheelhouse-interrupted-'));
});
afterEach(async () => rm(directory, { recursive: true }));

const operation = (id: string): Operation => ({
  id, kind: 'scale', title: sentence('operation.ended'), actor: 'ada', state: 'interrupted', steps: [], cancellable: false, startedAt: 0, endedAt: 1, error: null, problems: [],
  target: { environmentId: 'e1', environmentName: 'Test', namespace: 'n', kind: 'Deployment', name: 'web' }, rollbackTo: null, logLines: 0,
});

it('closes the call that a dead engine left open, or opens one of its own', async () => {
  const redaction = createRedaction();
  const audit = createAuditLog({ directory, osUser: 'ada', redaction, logger: createLogger({ write: () => undefined, redaction }), onDamage: () => undefined });
  const facts = { actor: 'ada', origin: 'window:1', action: 'changes.apply', effect: 'write' as const, summary: '' };
  const correlation = await audit.intent(facts);
  await audit.outcome(correlation, { ...facts, result: 'started', operationId: 'op-1' });

  await auditInterrupted([operation('op-1'), operation('op-2')], audit);
  const { entries } = await audit.query({}, undefined, 10);
  expect(entries.reverse().map(({ phase, operationId, result }) => [phase, operationId, result])).toEqual([
    ['intent', null, null],
    ['outcome', 'op-1', 'started'],
    ['outcome', 'op-1', 'interrupted'],
    ['intent', 'op-2', null],
    ['outcome', 'op-2', 'interrupted'],
  ]);
  expect(entries[2]).toMatchObject({ correlation, target: 'Deployment/web', environmentName: 'Test' });
});
