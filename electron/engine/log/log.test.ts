import { mkdir, mkdtemp, readFile, readdir, rm, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '@shared/errors/appError';
import { createRedaction, mask } from '@electron/engine/redaction/redaction';
import { createLogFile } from './logFile';
import { createLogger, type LogLevel } from './logger';

const setUp = (level?: LogLevel) => {
  const lines: string[] = [];
  const redaction = createRedaction();
  const logger = createLogger({ write: (line) => lines.push(line), redaction, level, now: () => 0 });
  return { lines, redaction, logger };
};

describe('logger', () => {
  it('writes one JSON line with the fields of its parents', () => {
    const { lines, logger } = setUp();
    logger.child({ area: 'kube' }).child({ peer: 'w1' }).warn('watch ended', { count: 2 });
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      { at: '1970-01-01T00:00:00.000Z', level: 'warn', message: 'watch ended', area: 'kube', peer: 'w1', count: 2 },
    ]);
  });

  it('leaves out what is below its level', () => {
    const { lines, logger } = setUp('warn');
    logger.info('no');
    logger.error('yes');
    expect(lines).toHaveLength(1);
  });

  it('hides secrets by name and by value, in messages, fields, stacks and causes', () => {
    const { lines, logger, redaction } = setUp();
    redaction.register('planted-secret');
    const cause = new Error('refused planted-secret');
    logger.error('with planted-secret', {
      error: new AppError('UPSTREAM', 'bad planted-secret', { system: 'x', reason: 'planted-secret' }, { cause }),
      path: { clientKey: 'never registered', nested: [{ Authorization: 'Bearer abc' }] },
    });
    expect(lines.join()).not.toMatch(/planted-secret|never registered|Bearer/);
    expect(lines.join()).toContain(`refused ${mask}`);
  });

  it('survives what JSON cannot hold', () => {
    const { lines, logger } = setUp();
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    const hostile = Object.defineProperty({}, 'x', { enumerable: true, get: () => { throw new Error('no'); } });
    logger.info('circle', { path: circle, count: 1n });
    logger.info('hostile', { path: hostile });
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain('fields could not be written');
  });
});

describe('log file', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'wheelhouse-log-'));
  });
  afterEach(async () => rm(directory, { recursive: true }));

  it('begins a new file when one is full and keeps some', async () => {
    const file = createLogFile({ path: path.join(directory, 'engine.log'), maxBytes: 20, keep: 2 });
    for (const name of ['one', 'two', 'three', 'four', 'five']) {
      file.write(name.padEnd(15, '.'));
      await file.flush();
    }
    expect((await readdir(directory)).sort()).toEqual(['engine.log', 'engine.log.1', 'engine.log.2']);
    expect(await readFile(path.join(directory, 'engine.log'), 'utf8')).toBe('five...........\n');
    expect(await readFile(path.join(directory, 'engine.log.2'), 'utf8')).toBe('three..........\n');
  });

  it('counts the lines that the disk refused and says so when it works again', async () => {
    const target = path.join(directory, 'engine.log');
    await mkdir(target);
    const file = createLogFile({ path: target });
    file.write('lost');
    await file.flush();
    await rmdir(target);
    file.write('kept');
    await file.flush();
    const lines = (await readFile(target, 'utf8')).trim().split('\n');
    expect(lines[0]).toContain('"count":1');
    expect(lines[1]).toBe('kept');
  });
});
