import { describe, expect, test } from 'vitest';
import { LockstepError } from '../../src/model/errors.ts';
import { openQueue } from '../../src/queue/open-queue.ts';
import { examineServices, type Services } from '../../src/service/examine-services.ts';
import { openStore } from '../../src/store/open-store.ts';

const wellStore = {
  describe: async () =>
    ({ driver: 'neo4j', location: 'db:7687', version: '5.26', schemaSteps: 10, schemaStepsKnown: 10 }) as const,
};
const wellQueue = { examine: async () => [{ name: 'redis', state: 'ok', found: 'answers', fix: null } as const] };

async function states(change: Partial<Services>): Promise<readonly string[]> {
  const services = { store: wellStore, queue: wellQueue, config: { allow_unsafe_redis: false }, ...change };
  return (await examineServices(services)).map(({ name, state }) => `${name} ${state}`);
}

const withSteps = (schemaSteps: number) => ({
  describe: async () => ({ ...(await wellStore.describe()), schemaSteps }),
});

test('a store and a queue of this process are well', async () => {
  await using store = await openStore('memory:');
  await using queue = await openQueue('inline:');
  const found = await states({ store, queue });
  expect(found.slice(0, 2)).toEqual(['store ok', 'schema ok']);
  expect(found.slice(2).every((text) => text.endsWith(' ok'))).toBe(true);
});

describe('the schema', () => {
  test('fails when the store is behind this version, and the fix is to migrate', async () => {
    const services = { store: withSteps(9), queue: wellQueue, config: { allow_unsafe_redis: false } };
    expect((await examineServices(services))[1]).toMatchObject({
      name: 'schema',
      state: 'failed',
      fix: 'run "lockstep migrate"',
    });
  });

  test('fails when another version has gone on', async () => {
    expect(await states({ store: withSteps(11) })).toEqual(['store ok', 'schema failed', 'redis ok']);
  });
});

describe('a store or queue that is away', () => {
  test('fails with the sentence of its error, and the other is still examined', async () => {
    const away = async () => {
      throw new LockstepError('unreachable', 'It does not answer: start it.');
    };
    const services = { store: { describe: away }, queue: wellQueue, config: { allow_unsafe_redis: false } };
    expect(await examineServices(services)).toEqual([
      {
        name: 'store',
        state: 'failed',
        found: 'It does not answer: start it.',
        fix: expect.stringContaining('LOCKSTEP_STORE_URL'),
      },
      expect.objectContaining({ name: 'redis', state: 'ok' }),
    ]);
  });

  test('fails without a word of an error that is not ours', async () => {
    const foreign = async () => {
      throw new Error('acc_canary');
    };
    const services = { store: wellStore, queue: { examine: foreign }, config: { allow_unsafe_redis: false } };
    expect(JSON.stringify(await examineServices(services))).not.toContain('canary');
    expect(await states({ queue: { examine: foreign } })).toEqual(['store ok', 'schema ok', 'queue failed']);
  });

  test('fails when it hangs, instead of hanging too', async () => {
    const hanging = () => new Promise<never>(() => undefined);
    const services = {
      store: { describe: hanging },
      queue: { examine: hanging },
      config: { allow_unsafe_redis: false },
    };
    expect(await examineServices(services)).toMatchObject([
      { name: 'store', state: 'failed', found: 'The store gives no answer within 8 s.' },
      { name: 'queue', state: 'failed', found: 'The queue gives no answer within 8 s.' },
    ]);
  }, 40_000);
});

test('allow_unsafe_redis turns a policy that loses jobs into a warning, and nothing else', async () => {
  const failed = (name: string) => ({ name, state: 'failed', found: 'wrong', fix: 'mend it' }) as const;
  const queue = {
    examine: async () => ['redis eviction', 'redis append-only file', 'redis role', 'redis'].map(failed),
  };
  expect((await states({ queue })).slice(2).every((text) => text.endsWith('failed'))).toBe(true);
  expect((await states({ queue, config: { allow_unsafe_redis: true } })).slice(2)).toEqual([
    'redis eviction warning',
    'redis append-only file warning',
    'redis role failed',
    'redis failed',
  ]);
});
