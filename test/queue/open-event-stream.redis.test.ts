import { afterAll, describe, expect, it } from 'vitest';
import type { OutboxEvent } from '../../src/model/outbox.ts';
import { openEventStream } from '../../src/queue/open-event-stream.ts';
import { openRedisServer } from '../servers/redis-server.ts';

const server = await openRedisServer();
afterAll(async () => server?.[Symbol.asyncDispose]());
const url = server?.url ?? '';
const going = new AbortController().signal;

function event(id: string): OutboxEvent {
  return { id, type: 'lockstep.run.completed.v1', subject: 'run-1', data: null, position: 1, sequence: 1, at: 0 };
}

async function entriesOf(stream: string): Promise<readonly string[]> {
  const out = (await server?.tell('XRANGE', stream, '-', '+')) ?? '';
  return out.split('\n').filter((line) => line !== '' && !/^\d+-\d+$/.test(line));
}

describe.runIf(server !== null)('the event stream', () => {
  it('appends the envelope under its id and type', async () => {
    await using sink = await openEventStream(url, { stream: 'plain' });
    expect(await sink.deliver(event('e-1'), '{"id":"e-1"}', going)).toEqual({ answer: 'taken' });
    expect(await entriesOf('plain')).toEqual([
      'id',
      'e-1',
      'type',
      'lockstep.run.completed.v1',
      'event',
      '{"id":"e-1"}',
    ]);
  });

  it('takes an event that comes again, from twenty at once, and appends it once', async () => {
    await using sink = await openEventStream(url, { stream: 'again' });
    await using other = await openEventStream(url, { stream: 'again' });
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => (i % 2 ? sink : other).deliver(event('e-1'), 'body', going)),
    );
    expect(answers.every(({ answer }) => answer === 'taken')).toBe(true);
    expect(await server?.tell('XLEN', 'again')).toBe('1');
  });

  it('does not take an event for appended when the key is no stream', async () => {
    await server?.tell('SET', 'taken', 'by another');
    await using sink = await openEventStream(url, { stream: 'taken' });
    expect(await sink.deliver(event('e-1'), 'body', going)).toMatchObject({ answer: 'failed' });
    await server?.tell('DEL', 'taken');
    expect(await sink.deliver(event('e-1'), 'body', going)).toEqual({ answer: 'taken' });
    expect(await server?.tell('XLEN', 'taken')).toBe('1');
  });

  it('keeps about as many entries as it is told, and all of them when it is told nothing', async () => {
    await using short = await openEventStream(url, { stream: 'short', maxLength: 100 });
    await using long = await openEventStream(url, { stream: 'long' });
    for (let i = 0; i < 500; i++) {
      await short.deliver(event(`e-${i}`), 'body', going);
      await long.deliver(event(`e-${i}`), 'body', going);
    }
    expect(Number(await server?.tell('XLEN', 'short'))).toBeLessThan(300);
    expect(await server?.tell('XLEN', 'long')).toBe('500');
  });

  it('says in bounded time that the server is away, and takes the event when it is back', async () => {
    await using sink = await openEventStream(url, { stream: 'away' });
    await server?.kill();
    const begun = Date.now();
    const answer = await sink.deliver(event('e-1'), 'body', going);
    expect(answer).toMatchObject({ answer: 'failed', why: expect.stringContaining('does not answer') });
    expect(Date.now() - begun).toBeLessThan(8_000);
    await server?.restart();
    expect(await sink.deliver(event('e-1'), 'body', going)).toEqual({ answer: 'taken' });
    expect(await server?.tell('XLEN', 'away')).toBe('1');
  });
});
