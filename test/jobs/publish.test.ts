import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { publishEvents } from '../../jobs/publish.ts';
import { createSink, FAILED, openOutbox, REFUSED, TAKEN } from './scripted-sink.ts';

const retry = { tries: 4, baseMs: 1_000, capMs: 60_000 };
const random = () => 0.5;
const options = { retry, random };

/** Those of one subject, in the order they came. */
const of = (subject: string, ids: readonly string[]) => ids.filter((id) => id.startsWith(`${subject} `));

describe('the publisher', () => {
  it('hands every event to every sink, those of a subject in order', async () => {
    const { portsFor, add } = await openOutbox();
    await add('x 1', 'x 2', 'y 1', 'x 3', 'y 2');
    const [hook, stream] = [createSink(), createSink(undefined, 'stream')];
    const counts = await publishEvents(portsFor([hook.sink, stream.sink]), options);
    for (const { taken } of [hook, stream]) {
      expect(of('x', taken)).toEqual(['x 1', 'x 2', 'x 3']);
      expect(of('y', taken)).toEqual(['y 1', 'y 2']);
    }
    expect(counts).toEqual([
      { sink: 'hook', ending: 'drained', delivered: 5, failed: 0, dead: 0, lastError: null },
      { sink: 'stream', ending: 'drained', delivered: 5, failed: 0, dead: 0, lastError: null },
    ]);
    expect((await publishEvents(portsFor([hook.sink]), options))[0]).toMatchObject({ delivered: 0 });
  });

  it('keeps the events behind one that failed until that is taken', async () => {
    const { clock, portsFor, add } = await openOutbox();
    await add('x 1', 'x 2', 'y 1');
    const hook = createSink(({ id }, offers) => (id === 'x 1' && offers < 3 ? FAILED : TAKEN));
    expect(await publishEvents(portsFor([hook.sink]), options)).toMatchObject([{ delivered: 1, failed: 1 }]);
    expect(hook.taken).toEqual(['y 1']);
    // Half of a second, of which the random is half.
    clock.advance(499);
    expect(await publishEvents(portsFor([hook.sink]), options)).toMatchObject([{ ending: 'drained', delivered: 0 }]);
    clock.advance(1);
    expect(await publishEvents(portsFor([hook.sink]), options)).toMatchObject([
      { failed: 1, lastError: 'answered 503' },
    ]);
    clock.advance(1_000);
    expect(await publishEvents(portsFor([hook.sink]), options)).toMatchObject([{ delivered: 2 }]);
    expect(of('x', hook.offered)).toEqual(['x 1', 'x 1', 'x 1', 'x 2']);
  });

  it('waits as long as the receiver asks for', async () => {
    const { clock, portsFor, add } = await openOutbox();
    await add('x 1');
    const hook = createSink((_, offers) => (offers === 1 ? { ...FAILED, retryAfterMs: 90_000 } : TAKEN));
    await publishEvents(portsFor([hook.sink]), options);
    clock.advance(89_999);
    await publishEvents(portsFor([hook.sink]), options);
    expect(hook.offered).toEqual(['x 1']);
    clock.advance(1);
    await publishEvents(portsFor([hook.sink]), options);
    expect(hook.taken).toEqual(['x 1']);
  });

  it('gives an event up after its tries, goes on behind it, and takes it up when it is redelivered', async () => {
    const { cases, clock, portsFor, add } = await openOutbox();
    await add('x 1', 'x 2');
    let isDown = true;
    const hook = createSink(({ id }) => (id === 'x 1' && isDown ? FAILED : TAKEN));
    let dead = 0;
    for (let night = 0; night < 6; night++) {
      dead += (await publishEvents(portsFor([hook.sink]), options))[0]?.dead ?? 0;
      clock.advance(60_000);
    }
    expect([dead, hook.offered]).toEqual([1, ['x 1', 'x 1', 'x 1', 'x 1', 'x 2']]);
    expect(await cases.deliveries('hook')).toMatchObject([{ eventId: 'x 1', isDead: true, lastError: 'answered 503' }]);
    isDown = false;
    await cases.redeliver('hook', 'x 1', 'ann');
    expect(await publishEvents(portsFor([hook.sink]), options)).toMatchObject([{ delivered: 1 }]);
    expect(await cases.deliveries('hook')).toEqual([]);
  });

  it('counts an event that a sink trips over as failed, and serves the others', async () => {
    const { portsFor, add } = await openOutbox();
    await add('x 1', 'y 1');
    const hook = createSink(({ id }) => {
      if (id === 'x 1') throw new TypeError('no header may hold acc_1');
      return TAKEN;
    });
    expect(await publishEvents(portsFor([hook.sink]), options)).toMatchObject([
      { delivered: 1, failed: 1, lastError: 'the sink failed (TypeError)' },
    ]);
  });

  it('leaves a sink in peace that fails several times in a row, and the others have theirs', async () => {
    const { portsFor, add } = await openOutbox();
    await add(...Array.from({ length: 40 }, (_, i) => `s${i} 1`));
    const [hook, stream] = [createSink(() => FAILED), createSink(undefined, 'stream')];
    const counts = await publishEvents(portsFor([hook.sink, stream.sink]), options);
    expect(counts).toMatchObject([{ ending: 'unreachable' }, { ending: 'drained', delivered: 40 }]);
    expect(hook.offered.length).toBeLessThan(10);
  });

  it('ends after so many events, and says that there are more', async () => {
    const { portsFor, add } = await openOutbox();
    await add(...Array.from({ length: 10 }, (_, i) => `x ${i}`));
    const hook = createSink();
    expect(await publishEvents(portsFor([hook.sink]), { ...options, most: 4 })).toMatchObject([
      { ending: 'bounded', delivered: 4 },
    ]);
    expect(hook.taken).toEqual(['x 0', 'x 1', 'x 2', 'x 3']);
  });
});

describe('a sink that refuses', () => {
  it('gets nothing more, keeps its events, and the others are told', async () => {
    const { cases, portsFor, add } = await openOutbox();
    await add('x 1', 'y 1');
    const [hook, stream] = [createSink(() => REFUSED, 'hook', 'old'), createSink(undefined, 'stream')];
    const [counts] = await publishEvents(portsFor([hook.sink]), options);
    expect(counts).toMatchObject({ ending: 'refused', delivered: 0, lastError: 'answered 410' });
    const { length } = hook.offered;
    expect(await publishEvents(portsFor([hook.sink, stream.sink]), options)).toMatchObject([
      { ending: 'refused', lastError: 'answered 410' },
      { ending: 'drained', delivered: 3 },
    ]);
    expect(hook.offered).toHaveLength(length);
    const told = (await cases.eventsAfter(0, 9)).at(-1);
    expect(told).toMatchObject({ type: 'lockstep.sink.refused.v1', subject: 'hook', data: { why: 'answered 410' } });
    expect(stream.taken).toContain(told?.id);
  });

  it('is served again, from where it stood, once it leads elsewhere', async () => {
    const { portsFor, add } = await openOutbox();
    await add('x 1', 'x 2');
    await publishEvents(portsFor([createSink(() => REFUSED, 'hook', 'old').sink]), options);
    const mended = createSink(undefined, 'hook', 'new');
    expect(await publishEvents(portsFor([mended.sink]), options)).toMatchObject([{ ending: 'drained' }]);
    expect(of('x', mended.taken)).toEqual(['x 1', 'x 2']);
  });
});

describe('a publisher that is told to stop', () => {
  it('begins nothing more, and leaves what was under way as it was', async () => {
    const { cases, portsFor, add } = await openOutbox();
    await add('x 1', 'y 1', 'z 1', 'u 1', 'v 1', 'w 1');
    const stop = new AbortController();
    const hook = createSink(async (_event, _offers, signal) => {
      stop.abort();
      await new Promise((resolve) => {
        if (signal.aborted) resolve(null);
        else signal.addEventListener('abort', resolve);
      });
      return FAILED;
    });
    expect(await publishEvents(portsFor([hook.sink], stop.signal), options)).toMatchObject([
      { ending: 'stopped', failed: 0, dead: 0 },
    ]);
    expect(hook.offered.length).toBeLessThan(6);
    expect((await cases.deliveries('hook')).every(({ attempts }) => attempts === 0)).toBe(true);
    // Its lease is free: the next one goes on at once.
    expect(await publishEvents(portsFor([createSink().sink]), options)).toMatchObject([{ delivered: 6 }]);
  });
});

describe('two publishers at once', () => {
  it('take turns: one is at work, the other goes away', async () => {
    const { portsFor, add } = await openOutbox();
    await add('x 1', 'x 2', 'y 1');
    const hook = createSink(async () => {
      await sleep(5);
      return TAKEN;
    });
    const both = await Promise.all([1, 2].map(() => publishEvents(portsFor([hook.sink]), options)));
    expect(both.flat().map(({ ending }) => ending)).toEqual(['drained', 'held']);
    expect(hook.taken.sort()).toEqual(['x 1', 'x 2', 'y 1']);
  });

  it('one of which was paused past its lease send an event twice at most, and never a later one first', async () => {
    const { clock, portsFor, add } = await openOutbox();
    await add('x 1', 'x 2', 'x 3');
    let wake = () => {};
    const paused = new Promise<void>((resolve) => {
      wake = resolve;
    });
    const received: string[] = [];
    const slow = createSink(async ({ id }) => {
      await paused;
      received.push(id);
      return TAKEN;
    });
    const quick = createSink(({ id }) => {
      received.push(id);
      return TAKEN;
    });
    const first = publishEvents(portsFor([slow.sink]), options);
    await sleep(5);
    clock.advance(61_000);
    const second = publishEvents(portsFor([quick.sink]), options);
    await sleep(5);
    wake();
    expect((await second)[0]).toMatchObject({ ending: 'drained', delivered: 3 });
    expect((await first)[0]?.delivered).toBe(1);
    expect([...new Set(received)]).toEqual(['x 1', 'x 2', 'x 3']);
    expect(received).toHaveLength(4);
  });
});
