import { describe, expect, it } from 'vitest';
import { createAliasKeeper } from '../../jobs/ingest/alias-keeper.ts';
import type { Alias } from '../../src/model/case.ts';

const alias = (old: string): Alias => ({ layer: 'device', old, current: `now ${old}` });

describe('aliases that are kept before the edges that need them', () => {
  it('are written when a batch is let through, also those that the batch before it is still writing', async () => {
    const written: string[] = [];
    const slow = Promise.withResolvers<void>();
    const keep = createAliasKeeper({
      addAliases: async (aliases) => {
        await slow.promise;
        written.push(...aliases.map(({ old }) => old));
      },
    });
    const first = keep([alias('a')]);
    const second = keep([alias('a')]).then(() => [...written]);
    slow.resolve();
    await first;
    expect(await second).toEqual(['a']);
  });

  it('let no batch through after some that could not be written', async () => {
    const keep = createAliasKeeper({ addAliases: () => Promise.reject(new Error('away')) });
    await expect(keep([alias('a')])).rejects.toThrow('away');
    await expect(keep([alias('a')])).rejects.toThrow('away');
  });
});
