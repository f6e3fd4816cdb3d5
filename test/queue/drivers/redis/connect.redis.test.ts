import { inspect } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { openQueue } from '../../../../src/queue/open-queue.ts';
import { waitUntil } from '../../../conformance/wait-until.ts';
import { openRedisServer } from '../../../servers/redis-server.ts';
import { failureOf } from '../../failure-of.ts';

const PASSWORD = 'p@ss/w:rd#1';

const server = await openRedisServer();
afterAll(async () => server?.[Symbol.asyncDispose]());
const urlOf = (user: string, password: string) =>
  `redis://${user}:${encodeURIComponent(password)}@127.0.0.1:${server?.port}/3`;

/** What hosts that rent Redis out allow. */
await server?.tell(
  'ACL',
  'SETUSER',
  'tenant',
  'on',
  `>${PASSWORD}`,
  '~*',
  '&*',
  '+@all',
  '-@admin',
  '-@dangerous',
  '+info',
);

describe.runIf(server !== null)('the way to a Redis', () => {
  it('leads a user with a password of odd letters, who may not run CONFIG, to a queue that works', async () => {
    await using queue = await openQueue(urlOf('tenant', PASSWORD));
    const seen: string[] = [];
    await queue.work(async ({ key }) => void seen.push(key), { concurrency: 1 });
    await queue.add({ name: 'sweep', key: 'run-1.0', payload: {} });
    await waitUntil(() => seen.length === 1);
    expect((await queue.examine()).filter(({ state }) => state !== 'ok')).toEqual([]);
    expect(await server?.tell('-n', '3', '--scan', '--pattern', '{lockstep}:long:meta')).toBe('{lockstep}:long:meta');
  });

  it('ends at once, and without the password, when that is wrong', async () => {
    const begun = Date.now();
    const error = await failureOf(openQueue(urlOf('tenant', 's3cret')));
    expect([error.code, error.message]).toEqual(['config', expect.stringContaining('user or password')]);
    expect(inspect(error, { depth: 10 })).not.toContain('s3cret');
    expect(Date.now() - begun).toBeLessThan(4_000);
  });
});
