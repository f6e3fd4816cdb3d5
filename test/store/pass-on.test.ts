import { describe, expect, it } from 'vitest';
import { type Giver, passOn } from '../../src/store/pass-on.ts';

const MINUTE = 60_000;

function pass(givers: readonly Giver[], firstAt: readonly number[]): readonly number[] {
  const got = firstAt.map(() => 0);
  const holders = { accounts: Uint32Array.from(firstAt.keys()), firstAt: Float64Array.from(firstAt) };
  passOn(givers, holders, MINUTE, (account, share) => {
    got[account] = (got[account] ?? 0) + share;
  });
  return got;
}

describe('an entity passes on what it is given', () => {
  it('in equal parts where no time is known', () => {
    expect(pass([{ share: 3, at: Number.NaN }], [1, 2, Number.NaN])).toEqual([1, 1, 1]);
  });

  it('half to those who acted within the span of the giver, both ends in, the rest to all', () => {
    const got = pass([{ share: 8, at: 100_000 }], [100_000, 40_000, 160_000, 160_001]);
    expect(got).toEqual([3, 3, 3, 1]);
  });

  it('to all when nobody acted within the span', () => {
    expect(pass([{ share: 2, at: 0 }], [0, 100_000])).toEqual([1, 1]);
  });
});
