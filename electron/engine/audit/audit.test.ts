import { mkdir, mkdtemp, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AuditEntry, ChainReport } from '@shared/model/audit';
import { createLogger } from '@electron/engine/log/logger';
import { createRedaction } from '@electron/engine/redaction/redaction';
import { createAuditLog } from './auditLog';
import type { AuditFacts } from './types';

const facts = (summary: string): AuditFacts => ({ actor: 'ada', origin: 'window:1', action: 'changes.apply', effect: 'write', environmentId: 'e1', summary });

let directory: string;
let file: string;
let damage: ChainReport[];
const redaction = createRedaction();
const open = () => {
  let clock = 1000;
  return createAuditLog({
    directory, osUser: 'ada', redaction, now: () => clock++,
    logger: createLogger({ write: () => undefined, redaction }),
    onDamage: (report) => damage.push(report),
  });
};
const lines = async () => (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
const writeLines = (all: string[]) => writeFile(file, `${all.join('\n')}\n`);

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'wheelhouse-audit-'));
  file = path.join(directory, 'audit.jsonl');
  damage = [];
});
afterEach(async () => rm(directory, { recursive: true }));

/** Five lines by one log. */
const fill = async () => {
  const log = open();
  for (let index = 0; index < 5; index += 1) await log.intent(facts(`change ${index}`));
};

describe('writing', () => {
  it('keeps a reason with any character readable, also line ends that only JavaScript knows', async () => {
    const log = open();
    await log.intent({ ...facts('before \u2028 after'), reason: 'one\u2029two\r\nthree \ud83d' });
    expect((await log.query({}, undefined, 10)).total).toBe(1);
    expect(await log.verify()).toMatchObject({ state: 'intact', entries: 1 });
  });

  it('shortens whatever a caller made long, also what names an environment', async () => {
    const log = open();
    const long = 'x'.repeat(500_000);
    await log.intent({ ...facts(long), environmentId: long, environmentName: long, namespace: long, target: long, operationId: long });
    expect((await readFile(file)).byteLength).toBeLessThan(20_000);
  });

  it('joins an intent and its outcomes, with their hashes', async () => {
    const log = open();
    const correlation = await log.intent({ ...facts('set image'), reason: 'fix' });
    await log.outcome(correlation, { ...facts('set image'), result: 'succeeded', durationMs: 5, beforeHash: 'a', afterHash: 'b', operationId: 'op-1' });
    const { entries, total, more } = await log.query({}, undefined, 10);
    expect({ total, more }).toEqual({ total: 2, more: false });
    expect(entries[0]).toMatchObject({ index: 1, phase: 'outcome', correlation, result: 'succeeded', beforeHash: 'a', afterHash: 'b', operationId: 'op-1', osUser: 'ada' });
    expect(entries[1]).toMatchObject({ index: 0, phase: 'intent', correlation, result: null, reason: 'fix' });
  });

  it('puts lines of writers at the same time one after the other', async () => {
    const log = open();
    await Promise.all(Array.from({ length: 50 }, (_, index) => log.intent(facts(`change ${index}`))));
    expect(await log.verify()).toEqual({ state: 'intact', entries: 50, firstBadLine: null, reason: null });
    expect((await log.query({}, undefined, 500)).entries.map((entry) => entry.summary).reverse()).toEqual(Array.from({ length: 50 }, (_, index) => `change ${index}`));
  });

  it('continues the chain after a restart', async () => {
    await fill();
    await open().intent(facts('after'));
    expect(await open().verify()).toMatchObject({ state: 'intact', entries: 6 });
    expect(damage).toEqual([]);
  });

  it('writes no secret', async () => {
    redaction.register('planted-secret');
    await open().intent({ ...facts('token planted-secret'), reason: 'planted-secret', target: 'Deployment/planted-secret' });
    expect(await readFile(file, 'utf8')).not.toContain('planted-secret');
  });

  it('refuses the action when the line cannot be written, and goes on when it can be again', async () => {
    await mkdir(file);
    const log = open();
    await expect(log.intent(facts('no'))).rejects.toMatchObject({ code: 'UPSTREAM', sentence: { key: 'audit.cannotWrite' } });
    await rmdir(file);
    await log.intent(facts('yes'));
    expect(await log.verify()).toMatchObject({ state: 'intact', entries: 1 });
  });

  it('remembers the correlation of a call for its handler', async () => {
    const log = open();
    const context = { peer: { id: '1', kind: 'test' as const }, signal: new AbortController().signal };
    expect(log.correlationOf(context)).toBeUndefined();
    const correlation = await log.intentOf(context, facts('x'));
    expect(log.correlationOf({ ...context })).toBe(correlation);
  });
});

describe('a damaged chain', () => {
  const tamper: [string, () => Promise<void>, Partial<ChainReport>][] = [
    ['a changed line', async () => writeLines((await lines()).map((line, index) => (index === 2 ? line.replace('change 2', 'nothing') : line))), { firstBadLine: 3, reason: 'hashMismatch' }],
    ['a removed line', async () => writeLines((await lines()).toSpliced(1, 1)), { firstBadLine: 2, reason: 'chainBroken' }],
    ['two lines exchanged', async () => writeLines((await lines()).toSorted().toReversed()), { firstBadLine: 1, reason: 'chainBroken' }],
    ['an unreadable line', async () => writeLines((await lines()).with(3, 'rubbish')), { firstBadLine: 4, reason: 'unreadable' }],
    ['a cut-off tail', async () => writeLines((await lines()).slice(0, 3)), { firstBadLine: 4, reason: 'cutOff' }],
    ['half a last line', async () => writeFile(file, (await readFile(file, 'utf8')).slice(0, -40)), { firstBadLine: 5, reason: 'cutOff' }],
    ['an emptied file', async () => writeFile(file, ''), { firstBadLine: 1, reason: 'cutOff' }],
    ['a removed file', async () => rm(file), { firstBadLine: 1, reason: 'cutOff' }],
    ['a removed head', async () => rm(path.join(directory, 'audit-head.json')), { firstBadLine: 6, reason: 'cutOff' }],
    ['a rewritten last line', async () => {
      const other = await mkdtemp(path.join(tmpdir(), 'wheelhouse-audit-'));
      const forged = createAuditLog({ directory: other, osUser: 'eve', redaction, logger: createLogger({ write: () => undefined, redaction }), onDamage: () => undefined });
      for (let index = 0; index < 5; index += 1) await forged.intent(facts('innocent'));
      await writeFile(file, await readFile(path.join(other, 'audit.jsonl')));
      await rm(other, { recursive: true });
    }, { firstBadLine: 6, reason: 'cutOff' }],
  ];

  it.each(tamper)('%s is found, named in the log, and never repaired', async (_, damageIt, expected) => {
    await fill();
    await damageIt();
    const before = await readFile(file, 'utf8').catch(() => '');
    expect(await open().verify()).toMatchObject({ state: 'damaged', ...expected });

    const log = open();
    await log.intent(facts('after the damage'));
    expect(damage).toHaveLength(1);
    const after = await readFile(file, 'utf8');
    expect(after.startsWith(before)).toBe(true);
    const { entries } = await log.query({}, undefined, 2);
    expect(entries.map((entry: AuditEntry) => entry.action)).toEqual(['changes.apply', 'audit.chainBroken']);

    // The break stays visible for good, and is named only once.
    expect((await open().verify()).state).toBe('damaged');
    await open().intent(facts('much later'));
    expect((await lines()).filter((line) => line.includes('audit.chainBroken'))).toHaveLength(1);
  });

  it('does not mistake a head that lags behind for damage', async () => {
    await fill();
    const head = await readFile(path.join(directory, 'audit-head.json'), 'utf8');
    await open().intent(facts('the engine dies before the head is written'));
    await writeFile(path.join(directory, 'audit-head.json'), head);
    expect(await open().verify()).toMatchObject({ state: 'intact', entries: 6 });
  });
});

describe('reading', () => {
  it('pages newest first', async () => {
    await fill();
    const first = await open().query({}, undefined, 2);
    expect(first).toMatchObject({ more: true, total: 5, entries: [{ index: 4 }, { index: 3 }] });
    const last = await open().query({}, 1, 2);
    expect(last).toMatchObject({ more: false, total: 5, entries: [{ index: 0 }] });
  });

  it('filters', async () => {
    const log = open();
    const correlation = await log.intent(facts('Scale To Zero'));
    await log.outcome(correlation, { ...facts('Scale to zero'), result: 'POLICY' });
    await log.outcome(correlation, { ...facts('other'), environmentId: 'e2', effect: 'dangerous', result: 'ok' });
    const found = async (filter: Parameters<typeof log.query>[0]) => (await log.query(filter, undefined, 10)).entries.map((entry) => entry.index);
    expect(await found({ text: 'scale to' })).toEqual([1, 0]);
    expect(await found({ phase: 'intent' })).toEqual([0]);
    expect(await found({ failedOnly: true })).toEqual([1]);
    expect(await found({ environmentId: 'e2' })).toEqual([2]);
    expect(await found({ effect: 'dangerous' })).toEqual([2]);
    expect(await found({ from: 1001, to: 1002 })).toEqual([1]);
  });

  const text = async (chunks: AsyncIterable<string>) => {
    let all = '';
    for await (const chunk of chunks) all += chunk;
    return all;
  };

  it('exports JSON', async () => {
    expect(JSON.parse(await text(open().export({}, 'json')))).toEqual([]);
    await fill();
    expect(JSON.parse(await text(open().export({ text: 'change 3' }, 'json')))).toMatchObject([{ summary: 'change 3' }]);
  });

  it('exports CSV that no spreadsheet runs', async () => {
    const log = open();
    for (const summary of ['=1+1', '+x', '-x', '@x', '\tx', 'say "hi", then\nleave']) await log.intent(facts(summary));
    const csv = await text(log.export({}, 'csv'));
    expect(csv.split('\r\n')[0]).toContain('index,at,phase');
    for (const cell of [`'=1+1`, `'+x`, `'-x`, `'@x`, `'\tx`, '"say ""hi"", then\nleave"']) expect(csv).toContain(`,${cell},`);
  });
});
