import { describe, expect, it } from 'vitest';
import { createOneAhead } from '../../jobs/ingest/one-ahead.ts';

describe('work with one piece ahead', () => {
  it('has two pieces under way and never three', async () => {
    const ahead = createOneAhead<number>();
    let running = 0;
    let most = 0;
    for (let i = 0; i < 10; i++) {
      await ahead.add(async () => {
        most = Math.max(most, ++running);
        await new Promise(setImmediate);
        running--;
        return i;
      });
    }
    await ahead.end();
    expect(most).toBe(2);
    expect(running).toBe(0);
  });

  it('gives the answers in the order in which the work was added, whichever ends first', async () => {
    const ahead = createOneAhead<string>();
    const slow = Promise.withResolvers<string>();
    const added = [ahead.add(() => slow.promise), ahead.add(() => Promise.resolve('quick'))];
    slow.resolve('slow');
    await Promise.all(added);
    expect(await ahead.end()).toEqual(['slow', 'quick']);
  });

  it('tells the failure of a piece when the next is added, or at the end', async () => {
    const first = createOneAhead<number>();
    await first.add(() => Promise.reject(new Error('full')));
    await expect(first.add(() => Promise.resolve(2))).rejects.toThrow('full');
    const last = createOneAhead<number>();
    await last.add(() => Promise.reject(new Error('full')));
    await expect(last.end()).rejects.toThrow('full');
  });

  it('settles once all has ended, and throws nothing then', async () => {
    const ahead = createOneAhead<number>();
    let isDone = false;
    await ahead.add(async () => {
      await new Promise(setImmediate);
      isDone = true;
      throw new Error('lost');
    });
    await ahead.settle();
    expect(isDone).toBe(true);
  });
});
