import { describe, expect, it } from 'vitest';
import { chanceTogether } from '../../src/detect/chance-together.ts';
import { compareDirect, directGraph } from '../../src/detect/direct-links.ts';
import { firstActions } from '../../src/detect/first-actions.ts';
import { holdersSurprise, populationOf, typicalPopulation } from '../../src/detect/holders-surprise.ts';
import { countHoldings } from '../../src/detect/holdings.ts';
import { missingLinks } from '../../src/detect/missing-links.ts';
import { capForBudget } from '../../src/detect/pair-budget.ts';
import { entityRarity } from '../../src/detect/rarity.ts';
import { compareStatic } from '../../src/detect/similarity-static.ts';
import type { Beyond, Layer } from '../../src/model/layer.ts';
import { inTurn } from '../../src/model/ports.ts';
import { makeLayer } from './make-layer.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The layer as a part of a whole of 1,000 accounts, with so many holders outside of each entity. */
function partOf(layer: Layer, holders: readonly number[], more: Partial<Beyond> = {}): Layer {
  const { entityCount } = layer;
  const beyond: Beyond = {
    accounts: 1_000,
    actors: 0,
    holders: Uint32Array.from(holders),
    isTimed: new Uint8Array(entityCount).fill(1),
    offsets: new Uint32Array(entityCount + 1),
    at: new Float64Array(0),
    isActing: new Uint8Array(entityCount),
    sample: null,
    ...more,
  };
  return { ...layer, beyond };
}

/** A sample of crowds of 20, each spread evenly over `spread` ms. */
function crowds(count: number, spread: number): NonNullable<Beyond['sample']> {
  return {
    share: 0.5,
    populations: new Uint32Array(count).fill(20),
    offsets: Uint32Array.from({ length: count + 1 }, (_, i) => 20 * i),
    at: Float64Array.from({ length: 20 * count }, (_, i) => ((i % 20) * spread) / 20),
  };
}

describe('in a layer that is a part of a whole', () => {
  const two = makeLayer('resource', 3, [
    [0, 0],
    [1, 0],
    [1, 1],
    [2, 1],
  ]);

  it('entities are as rare as among all accounts', () => {
    const part = partOf(two, [0, 98]);
    expect([populationOf(part, 0), populationOf(part, 1)]).toEqual([2, 100]);
    expect([...entityRarity(part)].map((nats) => nats.toFixed(6))).toEqual(
      [Math.log(500), Math.log(10)].map((nats) => nats.toFixed(6)),
    );
  });

  it('an entity that too many hold in the whole makes no pairs', async () => {
    const part = partOf(two, [0, 98]);
    const options = { entityWeight: entityRarity(part), minShared: 1, cap: 50 };
    const { length, a, b } = await compareStatic(part, options, inTurn);
    expect([length, a[0], b[0]]).toEqual([1, 0, 1]);
    const acts = makeLayer(
      'action',
      2,
      [
        [0, 0, 5],
        [1, 0, 6],
        [0, 1, 7],
      ],
      { cap: 50 },
    );
    expect([...firstActions(partOf(acts, [98, 0])).at]).toEqual([7]);
    expect([...firstActions(acts).at]).toEqual([5, 6, 7]);
  });

  it('how sharing is usual is told by the sample: what is large at hand may be small among all', () => {
    const populations = Uint32Array.from([1, 1, 2, 2, 3, 30, 30]);
    const sample = { ...crowds(7, HOUR), populations };
    const part = partOf(two, [0, 28], { sample });
    expect(typicalPopulation(part)).toBe(30);
    // of 67 sharing holdings 60 are at entities of 30
    expect(holdersSurprise(part)[1]).toBeCloseTo(-Math.log(30 / 67), 9);
    expect(holdersSurprise(partOf(two, [0, 98], { sample }))[1]).toBeCloseTo(-Math.log(50 / 167), 9);
  });

  it('the budget of pairs is held against all entities of the whole', () => {
    const populations = new Uint32Array(100).fill(900);
    const part = partOf(two, [0, 28], { sample: { ...crowds(100, HOUR), populations, share: 0.5 } });
    expect(capForBudget(two).cap).toBe(1_000);
    const { cap, limits } = capForBudget(part);
    expect([cap, limits[0]?.count]).toEqual([899, 200]);
  });

  it('the middle crowd is that of the sample, and a crowd whose times are not known has its chance', () => {
    const acts = makeLayer('action', 2, [
      [0, 0, 0],
      [1, 0, 1_000],
      [0, 1, 0],
      [1, 1, 1_000],
    ]);
    const outsideAt = Float64Array.from({ length: 30 }, (_, i) => i * HOUR);
    const part = partOf(acts, [30, 30], {
      sample: crowds(12, 10 * HOUR),
      isTimed: Uint8Array.of(1, 0),
      offsets: Uint32Array.of(0, 30, 30),
      at: outsideAt,
    });
    const [chance = new Float64Array(2)] = chanceTogether(part, [HOUR], 0);
    const pairsWithinAnHour = 19 + 18;
    const most = (pairsWithinAnHour + 1) / (190 + 1);
    expect(chance[1]).toBeCloseTo(most, 9);
    // 30 holders an hour apart, and two at the first: fewer of them are within an hour
    expect(chance[0]).toBeLessThan(most);
    expect(chance[0]).toBeGreaterThan(0);
  });

  it('links to accounts that are not at hand make those at hand weigh less, and count among what an account does', () => {
    const links = makeLayer('interaction', 3, [
      [0, 1],
      [1, 0],
      [2, 1],
      [0, 3],
    ]);
    const graph = directGraph(links);
    const part = partOf(links, [0, 40, 0], { actors: 1_000, isActing: Uint8Array.of(0, 0, 1) });
    const missing = missingLinks(part);
    expect([...(missing?.ofAccount ?? [])]).toEqual([1, 40, 0]);
    const [alone, whole] = [compareDirect(graph), compareDirect(graph, missing)];
    expect(whole.weight[0]).not.toBe(alone.weight[0]);
    const lonely = partOf(links, [0, 0, 0], { actors: 1_000 });
    const unburdened = compareDirect(graph, missingLinks(lonely));
    whole.weight.forEach((weight, i) => {
      expect(weight).toBeLessThan(unburdened.weight[i] as number);
    });
    expect([...countHoldings({ layer: links, direct: graph })]).toEqual([2, 2, 1]);
    expect([...countHoldings({ layer: part, direct: graph })]).toEqual([2, 42, 1]);
  });
});
