import { describe, expect, it } from 'vitest';
import type { Client } from '../../../../src/queue/drivers/redis/connect.ts';
import { examineRedis } from '../../../../src/queue/drivers/redis/examine-redis.ts';

const GOOD = [
  '# Server',
  'redis_version:7.2.4',
  'role:master',
  'maxmemory_policy:noeviction',
  'aof_enabled:1',
  'aof_last_write_status:ok',
  'used_memory:1048576',
  'maxmemory:0',
];

/** A server that says these lines, or that they are none of our business. */
function sayer(info: readonly string[] | Error, appendfsync: string | Error = 'everysec'): Client {
  const answer = (value: unknown) => (value instanceof Error ? Promise.reject(value) : Promise.resolve(value));
  return {
    info: () => answer(info instanceof Error ? info : info.join('\r\n')),
    config: () => answer(appendfsync instanceof Error ? appendfsync : ['appendfsync', appendfsync]),
  } as unknown as Client;
}

const but = (line: string) => GOOD.map((old) => (old.split(':')[0] === line.split(':')[0] ? line : old));
const without = (name: string) => GOOD.filter((line) => !line.startsWith(`${name}:`));

async function complaints(client: Client): Promise<readonly string[]> {
  const checks = await examineRedis(client);
  return checks.filter(({ state }) => state !== 'ok').map(({ state, name, found }) => `${state} ${name}: ${found}`);
}

describe('examineRedis', () => {
  it('has nothing to say of a server that keeps what it is given', async () => {
    expect(await complaints(sayer(GOOD))).toEqual([]);
  });

  it('fails a server that may lose jobs or takes none, and says how to mend each', async () => {
    const bad: readonly (readonly [string, string])[] = [
      ['redis_version:6.0.16', 'failed redis version: 6.0.16'],
      ['redis_version:5.0.14', 'failed redis version: 5.0.14'],
      ['role:slave', 'failed redis role: replica'],
      ['maxmemory_policy:volatile-lru', 'failed redis eviction: maxmemory-policy volatile-lru'],
      ['aof_enabled:0', 'failed redis append-only file: off'],
      ['aof_last_write_status:err', 'failed redis append-only file: its last write failed'],
    ];
    for (const [line, complaint] of bad) expect(await complaints(sayer(but(line)))).toEqual([complaint]);
    const all = await examineRedis(
      sayer(['redis_version:5.0', 'role:slave', 'maxmemory_policy:allkeys-lru', 'aof_enabled:0']),
    );
    for (const { state, fix } of all) if (state === 'failed') expect(fix).toMatch(/^(use|set|let) /);
    expect(all.filter(({ state }) => state === 'failed').length).toBe(4);
  });

  it('takes 6.2 and everything newer', async () => {
    for (const version of ['6.2.0', '6.10.1', '7.0.15', '8.0.0', '10.1']) {
      expect(await complaints(sayer(but(`redis_version:${version}`)))).toEqual([]);
    }
  });

  it('warns of a server that is nearly full, and of one that leaves the disk to chance', async () => {
    expect(await complaints(sayer(but('maxmemory:1100000')))).toEqual(['warning redis memory: 1.0 of 1.0 MB']);
    expect(await complaints(sayer(GOOD, 'no'))).toEqual(['warning redis append-only file: on, appendfsync no']);
  });

  it('believes INFO where CONFIG is forbidden, and warns of all that it is not told', async () => {
    const forbidden = new Error('NOPERM this user has no permissions to run this command');
    expect(await complaints(sayer(GOOD, forbidden))).toEqual([]);
    expect(await complaints(sayer(without('maxmemory_policy')))).toEqual([
      expect.stringMatching(/^warning redis eviction/),
    ]);
    const blind = await complaints(sayer(forbidden, forbidden));
    expect(blind.length).toBe(5);
    expect(blind.every((line) => line.startsWith('warning'))).toBe(true);
  });

  it('does not take a server that is away for one that is silent', async () => {
    await expect(examineRedis(sayer(new Error('connect ECONNREFUSED')))).rejects.toThrow('ECONNREFUSED');
  });
});
