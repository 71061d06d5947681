import { describe, expect, it } from 'vitest';
import { latest } from './latest';
import { createListeners } from './listeners';
import { createSequence } from './sequence';

describe('latest', () => {
  it('gives the value, then the newest one after changes, and stops listening at the end', async () => {
    let value = 1;
    let listening = 0;
    const listeners = createListeners();
    const abort = new AbortController();
    const onChange = (listener: () => void) => {
      const stop = listeners.add(listener);
      listening += 1;
      return () => {
        listening -= 1;
        stop();
      };
    };
    const seen: number[] = [];
    for await (const item of latest(() => value, onChange, abort.signal)) {
      seen.push(item);
      if (value === 1) {
        for (value = 2; value < 5; value += 1) listeners.tell();
      } else abort.abort();
    }
    expect(seen).toEqual([1, 5]);
    expect(listening).toBe(0);
  });
});

describe('listeners', () => {
  it('tells all of them although one throws', () => {
    const listeners = createListeners<number>();
    const heard: number[] = [];
    listeners.add(() => { throw new Error('mine'); });
    const stop = listeners.add((event) => heard.push(event));
    expect(() => listeners.tell(1)).toThrow(AggregateError);
    stop();
    expect(() => listeners.tell(2)).toThrow(AggregateError);
    expect(heard).toEqual([1]);
  });

  it('hands what a listener throws to who asked for it, and tells newcomers from the next event on', () => {
    const defects: unknown[] = [];
    const listeners = createListeners<number>((error) => defects.push(error));
    const heard: number[] = [];
    listeners.add(() => {
      listeners.add((event) => heard.push(event));
      throw new Error('mine');
    });
    listeners.tell(1);
    expect(heard).toEqual([]);
    expect(defects).toHaveLength(1);
    expect(listeners.size).toBe(2);
  });
});

describe('a sequence', () => {
  it('begins a piece when the one before has ended, also badly, and answers each who asked', async () => {
    const inOrder = createSequence();
    const order: string[] = [];
    const piece = (name: string, turns: number) => async () => {
      order.push(`${name} begins`);
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
      order.push(`${name} ends`);
      if (name === 'bad') throw new Error(name);
      return name;
    };
    const results = await Promise.allSettled([inOrder(piece('slow', 50)), inOrder(piece('bad', 10)), inOrder(piece('quick', 0))]);
    expect(order).toEqual(['slow begins', 'slow ends', 'bad begins', 'bad ends', 'quick begins', 'quick ends']);
    expect(results.map((result) => (result.status === 'fulfilled' ? result.value : 'rejected'))).toEqual(['slow', 'rejected', 'quick']);
  });
});
