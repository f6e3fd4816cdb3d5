import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chanceTogether } from '../../src/detect/chance-together.ts';
import { compareTimed } from '../../src/detect/similarity-timed.ts';
import type { Layer } from '../../src/model/layer.ts';
import { inTurn } from '../../src/model/ports.ts';
import { makeLayer, type Row } from './make-layer.ts';

const ACCOUNTS = 6;
const ENTITIES = 4;
const DAY = 86_400_000;
const OPTIONS = { narrowMs: 10, wideMs: 30, minShared: 1, cap: 100, burstCap: 1_000, clockMs: 2 };

const fewTimes = fc.oneof(fc.nat(80), fc.integer({ min: DAY - 40, max: DAY + 40 }));
const rowsOfFew = fc.array(fc.tuple(fc.nat(ACCOUNTS - 1), fc.nat(ENTITIES - 1), fewTimes), { maxLength: 40 });

describe('compareTimed', () => {
  it('equals brute force over all pairs and entities, repeats, equal times and days included', async () => {
    await fc.assert(
      fc.asyncProperty(rowsOfFew, fc.constantFrom(1, 2), async (rows, minShared) => {
        const layer = makeLayer('action', ACCOUNTS, rows);
        expect(await tell(layer, { ...OPTIONS, minShared })).toEqual(naive(rows, layer, minShared));
      }),
    );
  });

  it('counts an account that comes back to an entity once, by its closest action', async () => {
    const layer = makeLayer('action', 2, [
      [0, 0, 100],
      [0, 0, 105],
      [0, 0, 125],
      [1, 0, 107],
      [1, 0, 130],
    ]);
    expect(await tell(layer, OPTIONS)).toMatchObject([{ narrow: 1, wide: 1, shared: 1, meanGapMs: 2, days: 1 }]);
  });

  it('makes no second entity out of coming back, by either account, within the span or later', async () => {
    const beside: Row[] = [
      [0, 1, 900],
      [2, 1, 901],
    ];
    const actions = (a: readonly number[], b: readonly number[]): Row[] => [
      ...a.map((at): Row => [0, 0, at]),
      ...b.map((at): Row => [1, 0, at]),
    ];
    for (const rows of [actions([100], [101, 103]), actions([100, 102], [101]), actions([100, 200], [101, 201])]) {
      const layer = makeLayer('action', 3, [...rows, ...beside]);
      expect(await tell(layer, { ...OPTIONS, minShared: 2 })).toEqual([]);
      expect(await tell(layer, OPTIONS)).toMatchObject([
        { a: 0, b: 1, wide: 1 },
        { a: 0, b: 2, wide: 1 },
      ]);
    }
  });

  it('tells days apart that lie more than a month apart', async () => {
    const rows = [0, 40, 80].flatMap((day, e): Row[] => [
      [0, e, day * DAY],
      [1, e, day * DAY],
    ]);
    expect(await tell(makeLayer('action', 2, rows), OPTIONS)).toMatchObject([{ wide: 3, days: 3 }]);
  });

  it('takes a gap of just the span in, and one millisecond more out', async () => {
    const at = (gap: number) =>
      makeLayer('action', 2, [
        [0, 0, 1_000],
        [1, 0, 1_000 + gap],
      ]);
    expect(await tell(at(30), OPTIONS)).toMatchObject([{ narrow: 0, wide: 1 }]);
    expect(await tell(at(10), OPTIONS)).toMatchObject([{ narrow: 1, wide: 1 }]);
    expect(await tell(at(31), OPTIONS)).toEqual([]);
  });

  it('counts a day once, in whatever order the entities tell of it', async () => {
    const rows = [1, 0, 1, 3].flatMap((day, e): Row[] => [
      [0, e, day * DAY],
      [1, e, day * DAY + 4],
    ]);
    expect(await tell(makeLayer('action', 2, rows), OPTIONS)).toMatchObject([{ wide: 4, days: 3 }]);
  });

  it('looks past what has no time', async () => {
    const rows: Row[] = [
      [0, 0, 5],
      [1, 0, 6],
      [2, 0],
      [0, 1],
      [1, 1],
    ];
    expect(await tell(makeLayer('action', 3, rows), OPTIONS)).toMatchObject([{ a: 0, b: 1, wide: 1, shared: 1 }]);
  });

  it('makes no pairs in a burst over the cap, lists it, and goes on beside it', async () => {
    const burst = Array.from({ length: 6 }, (_, a): Row => [a, 0, 1_000 + a]);
    const rows: Row[] = [...burst, [0, 0, 5_000], [1, 0, 5_001], [2, 1, 7_000], [3, 1, 7_001]];
    const layer = makeLayer('action', ACCOUNTS, rows);
    const pairs = await compareTimed(layer, { ...OPTIONS, burstCap: 4 }, inTurn);
    expect(pairs.bursts).toEqual([{ entity: 0, fromMs: 1_000, toMs: 1_005, actions: 6 }]);
    expect(pairs.inBursts).toBe(6);
    expect(await tell(layer, { ...OPTIONS, burstCap: 4 })).toMatchObject([
      { a: 0, b: 1, wide: 1, shared: 1 },
      { a: 2, b: 3, wide: 1, shared: 1 },
    ]);
    expect((await compareTimed(layer, { ...OPTIONS, burstCap: 5 }, inTurn)).inBursts).toBe(0);
  });

  it('pairs nobody on an entity over the cap', async () => {
    const layer = makeLayer('action', 3, [
      [0, 0, 1],
      [1, 0, 2],
      [2, 0, 3],
    ]);
    expect(await tell(layer, { ...OPTIONS, cap: 2 })).toEqual([]);
    expect(await tell(layer, { ...OPTIONS, cap: 3 })).toHaveLength(3);
  });

  it('finds nothing in an empty layer', async () => {
    expect(await tell(makeLayer('action', 0, []), OPTIONS)).toEqual([]);
  });
});

async function tell(layer: Layer, options: typeof OPTIONS): Promise<object[]> {
  const pairs = await compareTimed(layer, options, inTurn);
  return Array.from({ length: pairs.length }, (_, i) => ({
    a: pairs.a[i],
    b: pairs.b[i],
    narrow: pairs.narrow[i],
    wide: pairs.wide[i],
    meanGapMs: pairs.meanGapMs[i],
    days: pairs.days[i],
    shared: pairs.shared[i],
    wideExpected: pairs.wideExpected[i],
  }));
}

function naive(rows: readonly (readonly [number, number, number])[], layer: Layer, minShared: number): object[] {
  const [, wideChance] = chanceTogether(layer, [OPTIONS.narrowMs, OPTIONS.wideMs], OPTIONS.clockMs);
  const timesOf = (a: number, e: number) => rows.filter(([x, y]) => x === a && y === e).map(([, , at]) => at);
  const found: object[] = [];
  for (let a = 0; a < ACCOUNTS; a++) {
    for (let b = a + 1; b < ACCOUNTS; b++) {
      const days = new Set<number>();
      const gaps: number[] = [];
      let expected = 0;
      layer.entityIds.forEach((id, e) => {
        const meetings = timesOf(a, id).flatMap((x) => timesOf(b, id).map((y) => [x, y] as const));
        if (meetings.length === 0) return;
        expected += wideChance?.[e] ?? 0;
        gaps.push(Math.min(...meetings.map(([x, y]) => Math.abs(x - y))));
        for (const [x, y] of meetings)
          if (Math.abs(x - y) <= OPTIONS.wideMs) days.add(Math.floor(Math.min(x, y) / DAY));
      });
      const close = gaps.filter((gap) => gap <= OPTIONS.wideMs);
      if (close.length < minShared) continue;
      found.push({
        a,
        b,
        narrow: gaps.filter((gap) => gap <= OPTIONS.narrowMs).length,
        wide: close.length,
        meanGapMs: close.reduce((sum, gap) => sum + gap, 0) / close.length,
        days: days.size,
        shared: gaps.length,
        wideExpected: expected,
      });
    }
  }
  return found;
}
