import { afterAll, describe, expect, it } from 'vitest';
import { publishEvents } from '../../jobs/publish.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { openSinks } from '../../src/service/open-sinks.ts';
import { openOutbox } from '../jobs/scripted-sink.ts';
import { openRedisServer } from '../servers/redis-server.ts';
import { openReceiver } from './open-receiver.ts';

const server = await openRedisServer();
afterAll(async () => server?.[Symbol.asyncDispose]());

describe.runIf(server !== null)('a webhook and a stream', () => {
  it('both get every event, in the same words and the same order within a subject', async () => {
    if (server === null) return;
    await using receiver = await openReceiver();
    const sinks = await openSinks(
      loadConfig(
        {},
        {
          LOCKSTEP_WEBHOOK_URL: receiver.url,
          LOCKSTEP_WEBHOOK_SECRET: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
          LOCKSTEP_WEBHOOK_ALLOW_PRIVATE: 'true',
          LOCKSTEP_QUEUE_URL: server.url,
          LOCKSTEP_EVENT_STREAM: 'lockstep:events',
        },
      ),
    );
    await using opened = new AsyncDisposableStack();
    for (const sink of sinks) opened.use(sink);
    const { add, portsFor } = await openOutbox();
    await add('x 1', 'x 2', 'y 1', 'x 3', 'y 2');
    expect(await publishEvents(portsFor(sinks))).toMatchObject([
      { sink: 'webhook', ending: 'drained', delivered: 5 },
      { sink: 'stream', ending: 'drained', delivered: 5 },
    ]);
    const entries = (await server.tell('XRANGE', 'lockstep:events', '-', '+')).split('\n');
    const streamed = entries.filter((line) => line.startsWith('{'));
    const posted = receiver.requests.map(({ body }) => body);
    expect([...streamed].sort()).toEqual([...posted].sort());
    for (const bodies of [streamed, posted]) {
      const ids = bodies.map((body) => String(JSON.parse(body).id));
      expect(ids.filter((id) => id.startsWith('x'))).toEqual(['x 1', 'x 2', 'x 3']);
      expect(ids.filter((id) => id.startsWith('y'))).toEqual(['y 1', 'y 2']);
    }
  });
});
