import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { AppError, isAppError } from '@shared/errors/appError';
import type { EnvironmentView } from '@shared/model/environment';
import { sentence } from '@shared/sentences/sentence';
import { call, type Effect, type Procedure } from '@shared/wire/define';
import type { Invocation } from '@shared/wire/types';
import type { AuditFacts, AuditOutcome } from '@electron/engine/audit/types';
import { createLogger } from '@electron/engine/log/logger';
import { createRedaction } from '@electron/engine/redaction/redaction';
import { createInterceptors } from './index';

const environment = (policy: EnvironmentView['policy'], isUnlocked = false): EnvironmentView => ({
  id: 'e1', name: 'Prod', contextId: 'c1', namespace: 'shop', class: 'prod', color: 'red', policy, createdAt: 0, contextName: 'c', sourceLabel: 's', server: 'https://x',
  insecure: false, demo: false, contextMissing: false, unlock: isUnlocked ? { until: 1e15, reason: 'release' } : null,
});

const setUp = (known: EnvironmentView[]) => {
  const lines: string[] = [];
  const audited: (AuditFacts & Partial<AuditOutcome>)[] = [];
  const lost: string[] = [];
  const broken = { intent: false, outcome: false };
  const redaction = createRedaction();
  redaction.register('planted-secret');
  const interceptors = createInterceptors({
    logger: createLogger({ write: (line) => void lines.push(line), redaction, level: 'debug' }),
    redaction,
    environments: { get: (id) => known.find((one) => one.id === id) },
    actorOf: (one) => (one ? 'kube-user' : 'os-user'),
    onOutcomeLost: (_, action) => void lost.push(action),
    audit: {
      intentOf: async (_, facts) => {
        if (broken.intent) throw new AppError('UPSTREAM', sentence('audit.cannotWrite', { reason: 'ENOSPC' }), { system: 'audit' });
        audited.push(facts);
        return 'correlation';
      },
      outcome: async (_, outcome) => {
        if (broken.outcome) throw new Error('ENOSPC');
        audited.push(outcome);
      },
    },
  });
  const invoke = (procedure: Procedure, input: unknown, handler: () => Promise<unknown> = async () => ({}), path = 'changes.apply') => {
    const invocation: Invocation = { path, procedure, input, context: { peer: { id: '1', kind: 'window' }, signal: new AbortController().signal } };
    return interceptors.reduceRight<() => Promise<unknown>>((next, interceptor) => () => interceptor(invocation, next), handler)();
  };
  return { invoke, lines, audited, lost, broken };
};

const procedure = (effect: Effect, more: Partial<Procedure> = {}): Procedure => ({ ...call({ effect, scope: 'environment', input: z.unknown(), output: z.unknown() }), ...more }) as Procedure;
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (isAppError(error) ? (error.code === 'POLICY' ? (error as AppError<'POLICY'>).data.rule : error.code) : 'INTERNAL'),
  );

describe('policy', () => {
  const cases: [EnvironmentView['policy'], 'locked' | 'unlocked', Effect, string | undefined, string][] = [
    ['normal', 'locked', 'read', undefined, 'done'],
    ['normal', 'locked', 'write', undefined, 'done'],
    ['normal', 'locked', 'dangerous', undefined, 'done'],
    ['readOnly', 'locked', 'read', undefined, 'done'],
    ['readOnly', 'locked', 'write', undefined, 'readOnly'],
    ['readOnly', 'locked', 'dangerous', 'Prod', 'readOnly'],
    ['protected', 'locked', 'read', undefined, 'done'],
    ['protected', 'locked', 'write', undefined, 'locked'],
    ['protected', 'locked', 'dangerous', 'Prod', 'locked'],
    ['protected', 'unlocked', 'write', undefined, 'done'],
    ['protected', 'unlocked', 'dangerous', undefined, 'confirmName'],
    ['protected', 'unlocked', 'dangerous', 'prod', 'confirmName'],
    ['protected', 'unlocked', 'dangerous', 'Prod', 'done'],
  ];
  it.each(cases)('%s, %s: %s confirmed by %s is %s', async (policy, lock, effect, confirmName, expected) => {
    const { invoke } = setUp([environment(policy, lock === 'unlocked')]);
    let isCalled = false;
    const handler = async () => {
      isCalled = true;
      return {};
    };
    expect(await codeOf(invoke(procedure(effect), { environmentId: 'e1', confirmName }, handler))).toBe(expected);
    expect(isCalled).toBe(expected === 'done');
  });

  it('is that of the environment acted on', async () => {
    const { invoke } = setUp([environment('normal'), { ...environment('readOnly'), id: 'e2' }]);
    const ref = { environmentId: 'e2', kind: 'Deployment', name: 'web' };
    expect(await codeOf(invoke(procedure('write'), { environmentId: 'e1', ref }))).toBe('INVALID_INPUT');
    expect(await codeOf(invoke(procedure('write'), { ref }))).toBe('INVALID_INPUT');
    expect(await codeOf(invoke(procedure('write'), { environmentId: 'gone' }))).toBe('NOT_FOUND');
  });
});

describe('audit of calls', () => {
  it('writes intent and outcome of a change', async () => {
    const { invoke, audited } = setUp([environment('normal')]);
    const input = { environmentId: 'e1', ref: { environmentId: 'e1', kind: 'Deployment', name: 'web' }, change: { kind: 'restart' }, changeCause: 'stuck' };
    await invoke(procedure('write'), input, async () => ({ operationId: 'op-1' }));
    const facts = { actor: 'kube-user', origin: 'window:1', environmentName: 'Prod', namespace: 'shop', target: 'Deployment/web', reason: 'stuck', summary: 'change.kind: restart' };
    expect(audited).toEqual([expect.objectContaining(facts), expect.objectContaining({ ...facts, result: 'started', operationId: 'op-1' })]);
  });

  it('writes refusals and failures, and nothing of reads', async () => {
    const { invoke, audited } = setUp([environment('readOnly')]);
    await codeOf(invoke(procedure('read'), { environmentId: 'e1' }));
    await codeOf(invoke(procedure('write'), { environmentId: 'e1' }));
    await codeOf(invoke(procedure('write', { scope: 'workstation' }), {}, async () => { throw new TypeError('defect'); }));
    expect(audited.map((line) => line.result)).toEqual([undefined, 'POLICY', undefined, 'INTERNAL']);
  });

  it('names the environment that a workstation procedure changes, with the reason', async () => {
    const { invoke, audited } = setUp([environment('protected')]);
    await invoke(procedure('write', { scope: 'workstation' }), { environmentId: 'e1', reason: 'release night', minutes: 5 }, undefined, 'environments.unlock');
    await invoke(procedure('write', { scope: 'workstation' }), { id: 'e1' }, undefined, 'environments.remove');
    expect(audited[0]).toMatchObject({ environmentName: 'Prod', reason: 'release night', summary: 'minutes: 5' });
    expect(audited[2]).toMatchObject({ environmentName: 'Prod' });
  });

  it('keeps sensitive input out of audit and log', async () => {
    const { invoke, audited, lines } = setUp([]);
    await codeOf(invoke(procedure('write', { scope: 'workstation', sensitive: true }), { passphrase: 'correct horse' }, async () => { throw new Error('no'); }, 'vault.unlock'));
    expect(JSON.stringify([audited, lines])).not.toContain('correct horse');
  });

  it('refuses the action when its intent cannot be written', async () => {
    const { invoke, broken } = setUp([environment('normal')]);
    broken.intent = true;
    let isCalled = false;
    expect(await codeOf(invoke(procedure('write'), { environmentId: 'e1' }, async () => { isCalled = true; }))).toBe('UPSTREAM');
    expect(isCalled).toBe(false);
  });

  it('does not call a done thing failed when its outcome cannot be written, but says so', async () => {
    const { invoke, broken, lost } = setUp([environment('normal')]);
    broken.outcome = true;
    expect(await invoke(procedure('write'), { environmentId: 'e1' }, async () => 'result')).toBe('result');
    expect(lost).toEqual(['changes.apply']);
  });
});

describe('what leaves the engine', () => {
  it('is an error without secrets, with its ref', async () => {
    const { invoke, lines } = setUp([]);
    const error = new AppError('UPSTREAM', sentence('document.cannotSave', { document: 'x', reason: 'bad planted-secret' }), { system: 'x', reason: 'planted-secret' });
    const crossed: unknown = await invoke(procedure('read'), {}, async () => { throw error; }).catch((thrown: unknown) => thrown);
    if (!isAppError(crossed)) throw new Error('no AppError');
    expect(JSON.stringify(crossed.toShape())).not.toContain('planted-secret');
    expect(crossed).toMatchObject({ code: 'UPSTREAM', ref: error.ref, sentence: { key: 'document.cannotSave' } });
    expect(lines.join()).not.toContain('planted-secret');
    expect(lines.join()).toContain(error.ref);
  });

  it('leaves one log line per call', async () => {
    const { invoke, lines } = setUp([environment('normal')]);
    await invoke(procedure('write'), { environmentId: 'e1' });
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([expect.objectContaining({ procedure: 'changes.apply', outcome: 'ok', peer: 'window:1', durationMs: expect.any(Number) as number })]);
  });
});
