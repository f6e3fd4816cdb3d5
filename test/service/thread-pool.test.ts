import { describe, expect, it } from 'vitest';
import { openThreadPool } from '../../src/service/thread-pool.ts';
import { find, smallWorld, textOf } from '../properties/small-world.ts';

describe('openThreadPool', () => {
  it('gives the findings of one thread, byte for byte, with two and with four', async () => {
    const alone = textOf(await find(smallWorld(5)));
    for (const threads of [2, 4]) {
      await using pool = await openThreadPool({ threads });
      expect(textOf(await find(smallWorld(5), {}, pool))).toBe(alone);
    }
  });

  it('says which kernel is unknown, and goes on with the next', async () => {
    await using pool = await openThreadPool({ threads: 2 });
    const unknown = { name: 'no-such-kernel', run: () => 0 };
    await expect(pool.run(unknown, [1, 2, 3])).rejects.toThrow('there is no kernel no-such-kernel');
    await using other = await openThreadPool({ threads: 2 });
    expect(textOf(await find(smallWorld(6), {}, other))).toBe(textOf(await find(smallWorld(6))));
  });
});
