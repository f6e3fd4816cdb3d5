import { describe, expect, it } from 'vitest';
import { quantizeWeights } from '../../src/detect/pair-quanta.ts';
import { entityRarity } from '../../src/detect/rarity.ts';
import { compareStatic } from '../../src/detect/similarity-static.ts';
import { compareTimed } from '../../src/detect/similarity-timed.ts';
import { inTurn } from '../../src/model/ports.ts';
import { openPairOracle } from './pair-oracle.ts';
import { type Action, hardWorld, layerOf, ordinaryWorld } from './pair-worlds.ts';

const CAP = 250;
const WORLDS: readonly (readonly [name: string, actions: readonly Action[]])[] = [
  ['an ordinary world', ordinaryWorld(3, 12_000)],
  ['hubs, repeats and equal times', hardWorld(CAP)],
];

describe.each(WORLDS)('in %s', (_, actions) => {
  const layer = layerOf(actions, CAP);
  const names = accountsOf(actions);

  it.each([1, 2])('compareStatic finds the pairs, counts and weights of a self-join, sharing %i', async (minShared) => {
    using oracle = await openPairOracle(actions);
    const entityWeight = entityRarity(layer);
    const { step } = quantizeWeights(layer, entityWeight);
    const pairs = await compareStatic(layer, { entityWeight, minShared, cap: CAP }, inTurn);
    const expected = await oracle.shared({ cap: CAP, minShared, accounts: layer.accountCount });
    expect(expected.length).toBeGreaterThan(500);
    const found = Array.from(pairs.a, (a, i) => [names[a], names[pairs.b[i] ?? 0], pairs.count[i]]);
    expect(found.join('\n')).toBe(expected.map((row) => row.slice(0, 3)).join('\n'));
    const furthest = expected.reduce((most, row, i) => {
      const [, , count = 0, weight = 0] = row;
      return Math.max(most, Math.abs((pairs.weight[i] ?? 0) - weight) / count);
    }, 0);
    expect(furthest).toBeLessThan(step / 2 + 1e-12);
  });

  it.each([1_000, 60])(
    'compareTimed finds what a self-join in time does, bursts over %i left out',
    async (burstCap) => {
      using oracle = await openPairOracle(actions);
      const options = { narrowMs: 10_000, wideMs: 60_000, minShared: 1, cap: CAP, burstCap };
      const pairs = await compareTimed(layer, { ...options, clockMs: 1_000 }, inTurn);
      const expected = await oracle.together(options);
      expect(expected.length).toBeGreaterThan(30);
      const found = Array.from(pairs.a, (a, i) => [
        ...[names[a], names[pairs.b[i] ?? 0], pairs.narrow[i], pairs.wide[i], pairs.shared[i]],
        ...[(pairs.meanGapMs[i] ?? 0).toFixed(6), pairs.days[i]],
      ]);
      const told = expected.map(([a, b, near, far, all, gap = 0, days]) => [
        a,
        b,
        near,
        far,
        all,
        gap.toFixed(6),
        days,
      ]);
      expect(found.join('\n')).toBe(told.join('\n'));
    },
  );
});

function accountsOf(actions: readonly Action[]): readonly number[] {
  return [...new Set(actions.map(([account]) => account))].sort((x, y) => x - y);
}
