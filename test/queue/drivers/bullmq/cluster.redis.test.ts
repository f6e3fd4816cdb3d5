import { afterAll, describe, expect, it } from 'vitest';
import { openEventStream } from '../../../../src/queue/open-event-stream.ts';
import { openQueue } from '../../../../src/queue/open-queue.ts';
import { describeQueue } from '../../../conformance/queue-suite.ts';
import { waitUntil } from '../../../conformance/wait-until.ts';
import { openRedisServer } from '../../../servers/redis-server.ts';
import { failureOf } from '../../failure-of.ts';

/** A cluster of one: it refuses a script over keys of two slots as one of a hundred does. */
const server = await openRedisServer('--cluster-enabled yes --cluster-announce-ip 127.0.0.1');
await server?.tell('CLUSTER', 'ADDSLOTSRANGE', '0', '16383');
if (server !== null) await waitUntil(async () => (await server.tell('CLUSTER', 'INFO')).includes('cluster_state:ok'));
afterAll(async () => server?.[Symbol.asyncDispose]());
const url = server?.url ?? '';

let opened = 0;

describe.runIf(server !== null)('the queue on BullMQ over a Redis Cluster', () => {
  describeQueue((options) => openQueue(url, { prefix: `{test-${opened++}}`, ...options }));

  it('refuses a prefix that would scatter its keys', async () => {
    const error = await failureOf(openQueue(url, { prefix: 'lockstep' }));
    expect([error.code, error.message]).toEqual(['config', expect.stringContaining('{lockstep}')]);
  });

  it('finds its server again after a restart', async () => {
    await using queue = await openQueue(url, { prefix: '{again}' });
    const seen: string[] = [];
    await queue.work(async ({ key }) => void seen.push(key), { concurrency: 1 });
    await server?.kill();
    expect((await failureOf(queue.has('a'))).code).toBe('unreachable');
    await server?.restart();
    const back = Date.now();
    await waitUntil(async () => (await server?.tell('CLUSTER', 'INFO'))?.includes('cluster_state:ok') === true);
    await queue.add({ name: 'sweep', key: 'a', payload: {} });
    await waitUntil(() => seen.length === 1);
    expect(Date.now() - back).toBeLessThan(20_000);
  });

  it('appends to a stream under a key with braces and without', async () => {
    const going = new AbortController().signal;
    for (const stream of ['events', '{lockstep}.events']) {
      await using sink = await openEventStream(url, { stream });
      const event = { id: 'e-1', type: 't', subject: 's', data: null, position: 1, sequence: 1, at: 0 };
      expect(await sink.deliver(event, 'body', going)).toEqual({ answer: 'taken' });
      expect(await sink.deliver(event, 'body', going)).toEqual({ answer: 'taken' });
      expect(await server?.tell('XLEN', stream)).toBe('1');
    }
  });
});
