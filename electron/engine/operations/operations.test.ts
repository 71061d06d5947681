import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '@shared/errors/appError';
import type { Operation, OperationLogLine } from '@shared/model/operation';
import { sentence } from '@shared/sentences/sentence';
import { reset, Sequenced, type Produced } from '@shared/wire/types';
import { createLogger } from '@electron/engine/log/logger';
import { createRedaction } from '@electron/engine/redaction/redaction';
import { createOperations, type OperationsEngine } from './operations';
import type { OperationContext, OperationSpec } from './types';

let directory: string;
let opened: OperationsEngine[];
const redaction = createRedaction();
redaction.register('planted-secret');

const open = async (keep?: number) => {
  const engine = await createOperations({ directory, redaction, logger: createLogger({ write: () => undefined, redaction }), keep });
  opened.push(engine);
  return engine;
};
const nothing = sentence('operation.ended');
const spec = (run: OperationSpec['run'], more: Partial<OperationSpec> = {}): OperationSpec => ({
  kind: 'setImage', title: nothing, actor: 'ada', concurrencyKey: 'a', run,
  target: { environmentId: 'e1', environmentName: 'Test', namespace: 'n', kind: 'Deployment', name: 'web' },
  steps: ['plan', 'apply', 'track'].map((id) => ({ id, title: nothing })), ...more,
});
/** Work that waits until it is let go or told to end. */
const held = () => {
  let letGo: () => void = () => undefined;
  let seen: OperationContext | undefined;
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const run = async (context: OperationContext) => {
    seen = context;
    await Promise.race([gate, new Promise((_, reject) => context.signal.addEventListener('abort', () => reject(context.signal.reason as Error)))]);
  };
  return { run, letGo: () => letGo(), context: () => seen as OperationContext };
};
const steps = (operation: Operation) => operation.steps.map((step) => step.state);

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'wheelhouse-operations-'));
  opened = [];
});
afterEach(async () => {
  for (const engine of opened) await engine.dispose();
  await rm(directory, { recursive: true });
});

describe('running', () => {
  it('goes through its steps to the end', async () => {
    const engine = await open();
    const { id, state } = await engine.start(spec(async (context) => {
      context.step('plan');
      context.progress(1, 2);
      context.step('track');
      expect(steps(engine.get(context.id) as Operation)).toEqual(['succeeded', 'skipped', 'running']);
    }));
    expect(state).toBe('running');
    const ended = await engine.ended(id);
    expect(ended).toMatchObject({ state: 'succeeded', cancellable: false, error: null });
    expect(steps(ended)).toEqual(['succeeded', 'skipped', 'succeeded']);
  });

  it('fails with the error of its work and runs every clean-up, last first', async () => {
    const engine = await open();
    const cleaned: string[] = [];
    const { id } = await engine.start(spec(async (context) => {
      context.defer(() => void cleaned.push('first'));
      context.defer(() => { throw new Error('clean-up fails'); });
      context.defer(async () => void cleaned.push('last'));
      context.step('apply');
      throw new AppError('FORBIDDEN', nothing, { verb: 'patch' });
    }));
    const ended = await engine.ended(id);
    expect(ended).toMatchObject({ state: 'failed', error: { code: 'FORBIDDEN', data: { verb: 'patch' } } });
    expect(steps(ended)).toEqual(['skipped', 'failed', 'skipped']);
    expect(cleaned).toEqual(['last', 'first']);
  });

  it('does not show a defect to the operator', async () => {
    const engine = await open();
    const { id } = await engine.start(spec(async () => { throw new TypeError('undefined is not a function'); }));
    expect((await engine.ended(id)).error).toMatchObject({ code: 'INTERNAL', sentence: { key: 'operation.failed' } });
  });

  it('ignores what work tells after its end', async () => {
    const engine = await open();
    let late: OperationContext | undefined;
    const { id } = await engine.start(spec(async (context) => { late = context; }));
    const ended = await engine.ended(id);
    late?.step('apply');
    late?.log('info', 'late');
    expect(engine.get(id)).toEqual(ended);
  });

  it('says that an unknown one is not there', async () => {
    const engine = await open();
    expect(() => engine.cancel('../../etc/passwd')).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }) as Error);
  });
});

describe('one at a time', () => {
  it('refuses a second one with the same key, even at the same moment, and names the first', async () => {
    const engine = await open();
    const work = held();
    const [first, second] = await Promise.allSettled([engine.start(spec(work.run)), engine.start(spec(work.run))]);
    if (first.status !== 'fulfilled') throw first.reason;
    expect(second).toMatchObject({ status: 'rejected', reason: { code: 'CONFLICT', data: { operationId: first.value.id } } });
    work.letGo();
    await engine.ended(first.value.id);
    const third = await engine.start(spec(async () => undefined));
    expect(await engine.ended(third.id)).toMatchObject({ state: 'succeeded' });
  });

  it('lets a newer one take over once the change is made, not before', async () => {
    const engine = await open();
    const work = held();
    const { id } = await engine.start(spec(work.run));
    await expect(engine.start(spec(async () => undefined, { supersedes: true }))).rejects.toMatchObject({ code: 'CONFLICT' });
    work.context().pointOfNoReturn();
    const next = held();
    const newer = await engine.start(spec(next.run, { supersedes: true }));
    expect(await engine.ended(id)).toMatchObject({ state: 'failed', error: { code: 'CONFLICT', data: { operationId: newer.id }, sentence: { key: 'operation.superseded' } } });
    // The key is the newer one's now: the older one's end must not have freed it.
    await expect(engine.start(spec(async () => undefined))).rejects.toMatchObject({ data: { operationId: newer.id } });
    next.letGo();
    expect(await engine.ended(newer.id)).toMatchObject({ state: 'succeeded' });
  });
});

describe('cancel', () => {
  it('ends what has changed nothing yet, and then refuses the point of no return', async () => {
    const engine = await open();
    let refused: unknown;
    const { id } = await engine.start(spec(async (context) => {
      await new Promise<void>((resolve) => context.signal.addEventListener('abort', () => resolve()));
      try {
        context.pointOfNoReturn();
      } catch (error) {
        refused = error;
        throw error;
      }
    }));
    expect(engine.cancel(id).state).toBe('canceling');
    expect(await engine.ended(id)).toMatchObject({ state: 'canceled', error: null });
    expect(refused).toMatchObject({ code: 'ABORTED' });
  });

  it('is refused past the point of no return and after the end', async () => {
    const engine = await open();
    const work = held();
    const { id } = await engine.start(spec(work.run));
    work.context().pointOfNoReturn();
    expect(() => engine.cancel(id)).toThrow(expect.objectContaining({ code: 'PRECONDITION', sentence: { key: 'operation.pastPointOfNoReturn', params: {} } }) as Error);
    expect(work.context().signal.aborted).toBe(false);
    work.letGo();
    await engine.ended(id);
    expect(() => engine.cancel(id)).toThrow(expect.objectContaining({ sentence: { key: 'operation.ended', params: {} } }) as Error);
  });
});

describe('journal', () => {
  it('brings everything back after a restart', async () => {
    const engine = await open();
    const { id } = await engine.start(spec(async (context) => {
      context.step('plan');
      context.log('warn', 'one line');
      context.pointOfNoReturn();
      context.problems([nothing]);
      context.rollbackTo(4);
    }));
    const before = await engine.ended(id);
    await engine.dispose();
    const { logLines: _, ...kept } = before;
    expect((await open()).get(id)).toMatchObject(kept);
  });

  it('shows what a dead engine left running as interrupted, half-written lines and all', async () => {
    const engine = await open();
    const work = held();
    const { id } = await engine.start(spec(work.run));
    work.context().step('apply');
    await engine.log(id, 0, AbortSignal.abort())[Symbol.asyncIterator]().next();
    await expect.poll(() => readFile(path.join(directory, `${id}.jsonl`), 'utf8')).toContain('apply');
    const dead = await mkdtemp(path.join(tmpdir(), 'wheelhouse-operations-'));
    await writeFile(path.join(dead, `${id}.jsonl`), await readFile(path.join(directory, `${id}.jsonl`)));
    await appendFile(path.join(dead, `${id}.jsonl`), '{"type":"prob');
    const options = { directory: dead, redaction, logger: createLogger({ write: () => undefined, redaction }) };

    const next = await createOperations(options);
    expect(next.interrupted.map((operation) => operation.id)).toEqual([id]);
    expect(next.damagedJournals).toEqual([`${id}.jsonl`]);
    expect(next.get(id)).toMatchObject({ state: 'interrupted', error: { sentence: { key: 'operation.interrupted' } } });
    expect(steps(next.get(id) as Operation)).toEqual(['skipped', 'failed', 'skipped']);
    // It is written down: the engine after that has nothing to recover.
    expect((await createOperations(options)).interrupted).toEqual([]);
    await rm(dead, { recursive: true });
  });

  it('keeps a journal that it cannot read at all, and goes on', async () => {
    await writeFile(path.join(directory, 'op-x.jsonl'), 'rubbish\n');
    const engine = await open();
    expect(engine.damagedJournals).toEqual(['op-x.jsonl']);
    expect(await readFile(path.join(directory, 'op-x.jsonl'), 'utf8')).toBe('rubbish\n');
  });

  it('refuses to start what cannot be journalled, and frees its key', async () => {
    const engine = await open();
    await rm(directory, { recursive: true });
    await writeFile(directory, 'a file in the way');
    await expect(engine.start(spec(async () => undefined))).rejects.toThrow();
    await rm(directory);
    const { id } = await engine.start(spec(async () => undefined));
    expect(await engine.ended(id)).toMatchObject({ state: 'succeeded' });
  });

  it('interrupts what runs when the engine ends', async () => {
    const engine = await open();
    const { id } = await engine.start(spec(held().run));
    await engine.dispose();
    expect(engine.get(id)).toMatchObject({ state: 'interrupted' });
    await expect(engine.start(spec(async () => undefined))).rejects.toMatchObject({ code: 'ABORTED' });
    expect((await open()).interrupted).toEqual([]);
  });

  it('keeps the newest only', async () => {
    const engine = await open(2);
    for (let index = 0; index < 4; index += 1) await engine.ended((await engine.start(spec(async (context) => context.log('info', 'x')))).id);
    await expect.poll(async () => (await readdir(directory)).length).toBe(4); // two journals, two logs
  });

  it('holds no secret', async () => {
    const engine = await open();
    const { id } = await engine.start(spec(async (context) => {
      context.log('info', 'token planted-secret');
      context.problems([sentence('document.invalid', { document: 'x', reason: 'planted-secret' })]);
      throw new AppError('UPSTREAM', 'said planted-secret', { system: 'x', reason: 'planted-secret' });
    }, { actor: 'planted-secret' }));
    const ended = await engine.ended(id);
    await engine.dispose();
    const texts = await Promise.all((await readdir(directory)).map((name) => readFile(path.join(directory, name), 'utf8')));
    expect(texts.join() + JSON.stringify(ended)).not.toContain('planted-secret');
  });
});

describe('watching', () => {
  /** Reads until one matches. */
  const until = async (events: AsyncIterable<Produced<Operation>>, wanted: (event: Produced<Operation>) => boolean) => {
    const seen: Produced<Operation>[] = [];
    for await (const event of events) {
      seen.push(event);
      if (wanted(event)) return seen;
    }
    return seen;
  };
  const hasState = (state: Operation['state']) => (event: Produced<Operation>) => event instanceof Sequenced && event.value.state === state;

  it('gives a snapshot, then changes, and continues where a window left off', async () => {
    const engine = await open();
    const work = held();
    const abort = new AbortController();
    await engine.start(spec(work.run));
    const [first] = await until(engine.watch(undefined, abort.signal), hasState('running'));
    const seq = (first as Sequenced<Operation>).seq;
    work.context().problems([nothing]);
    work.letGo();
    const rest = await until(engine.watch(seq, abort.signal), hasState('succeeded'));
    expect(rest.map((event) => (event as Sequenced<Operation>).seq)).toEqual([seq + 1, seq + 2]);
  });

  it('starts anew for a window that knew another engine', async () => {
    const engine = await open();
    await engine.ended((await engine.start(spec(async () => undefined))).id);
    const [first, second] = await until(engine.watch(17, new AbortController().signal), hasState('succeeded'));
    expect(first).toBe(reset);
    expect(second).toBeInstanceOf(Sequenced);
  });

  it('tells progress at most ten times a second, and the last of it', async () => {
    const engine = await open();
    const work = held();
    const { id } = await engine.start(spec(work.run));
    work.context().step('track');
    for (let done = 1; done <= 1000; done += 1) work.context().progress(done, 1000);
    const events = engine.watch(undefined, new AbortController().signal);
    const seen = await until(events, (event) => event instanceof Sequenced && event.value.steps[2]?.progress?.done === 1000);
    expect(seen.length).toBeLessThan(10);
    work.letGo();
    await engine.ended(id);
  });

  it('gives the log from an index on, follows it, and ends with it', async () => {
    const engine = await open();
    const work = held();
    const { id } = await engine.start(spec(work.run));
    for (const text of ['a', 'b', 'ü']) work.context().log('info', text);
    const texts: string[] = [];
    const take = (lines: OperationLogLine[]) => {
      texts.push(...lines.map((line) => `${line.index}${line.text}`));
      if (texts.length === 2) {
        work.context().log('error', 'last');
        work.letGo();
      }
    };
    for await (const lines of engine.log(id, 1, new AbortController().signal)) take(lines);
    expect(texts).toEqual(['1b', '2ü', '3last']);
  });
});
