import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RasterFigure, RasterTick } from '../../src/model/findings.ts';
import { closestMoment } from '../../src/report/html/closest-moment.ts';
import { chooseMarks, keepEntities } from '../../src/report/html/raster-marks.ts';

function figureOf(accounts: number, ticks: readonly RasterTick[]): RasterFigure {
  return {
    accounts: Array.from({ length: accounts }, (_, i) => `a${i}`),
    entities: ['x', 'y', 'z'],
    layers: ['link', 'link', 'link'],
    ticks,
    from: 0,
    to: 440_000,
    ticks_total: ticks.length,
  };
}

const scale = { from: 0, to: 440_000 };

test('actions of one account in one column are one mark, of the entity that binds most', () => {
  const [marks] = chooseMarks(
    [
      figureOf(1, [
        [0, 1000, 2],
        [0, 1100, 0],
        [0, 1200, -1],
        [0, 2000, 2],
      ]),
    ],
    scale,
    { rows: 10, marks: 10 },
  );
  expect(marks?.runs).toEqual([
    [
      { column: 1, length: 1, entity: 0 },
      { column: 2, length: 1, entity: 2 },
    ],
  ]);
  expect(marks?.restRuns).toEqual([[{ column: 1, length: 1, entity: -1 }]]);
});

test('neighbouring columns of one entity are one stroke', () => {
  const [marks] = chooseMarks(
    [
      figureOf(1, [
        [0, 5000, 1],
        [0, 6000, 1],
        [0, 7500, 1],
      ]),
    ],
    scale,
    { rows: 10, marks: 10 },
  );
  expect(marks?.runs).toEqual([[{ column: 5, length: 3, entity: 1 }]]);
});

test('figures that are compared are drawn alike, whichever of them is the crowded one', () => {
  const ticks = Array.from(
    { length: 9000 },
    (_, i): RasterTick => [i % 60, (i * 7919) % 440_000, i % 5 === 0 ? 0 : -1],
  );
  const crowded = figureOf(60, ticks);
  const sparse = figureOf(60, ticks.slice(0, 60));
  for (const figures of [
    [crowded, sparse],
    [sparse, crowded],
  ]) {
    const [first, second] = chooseMarks(figures, scale, { rows: 60, marks: 900 });
    expect(first?.columns).toBe(second?.columns);
    expect(first?.restColumns).toBe(second?.restColumns);
    expect(first?.rows.length).toBe(second?.rows.length);
  }
});

test('the grey is given up before the colours are', () => {
  const ticks = Array.from({ length: 4000 }, (_, i): RasterTick => [i % 20, (i * 7919) % 440_000, i < 40 ? 0 : -1]);
  const [marks] = chooseMarks([figureOf(20, ticks)], scale, { rows: 20, marks: 60 });
  expect(marks?.restColumns).toBe(0);
  expect(marks?.columns).toBe(440);
});

test('the marks keep to their number, and rows are spread evenly over the order given', () => {
  const ticks = Array.from({ length: 3000 }, (_, i): RasterTick => [i % 100, (i * 104_729) % 440_000, -1]);
  const [marks] = chooseMarks([figureOf(100, ticks)], scale, { rows: 60, marks: 700 });
  const drawn = [...(marks?.runs ?? []), ...(marks?.restRuns ?? [])].flat().length;
  expect(drawn).toBeLessThanOrEqual(700);
  const steps = (marks?.rows ?? []).slice(1).map((row, i) => row - (marks?.rows[i] ?? 0));
  expect(Math.max(...steps) - Math.min(...steps)).toBeLessThanOrEqual(1);
});

test('entities beyond those with a colour become any other, and none is lost', () => {
  const kept = keepEntities(
    figureOf(1, [
      [0, 1, 0],
      [0, 2, 1],
      [0, 3, 2],
    ]),
    1,
  );
  expect(kept.entities).toEqual(['x']);
  expect(kept.ticks).toEqual([
    [0, 1, 0],
    [0, 2, -1],
    [0, 3, -1],
  ]);
});

test('the closest moment is the one that a search of all windows finds', () => {
  const tick = fc.tuple(fc.nat(6), fc.nat(60), fc.integer({ min: -1, max: 2 }));
  fc.assert(
    fc.property(fc.array(tick, { maxLength: 40 }), fc.integer({ min: 1, max: 20 }), (ticks, span) => {
      const counts = ticks.flatMap(([, start]) =>
        [0, 1, 2].map(
          (entity) =>
            new Set(
              ticks
                .filter(([, at, of]) => of === entity && at >= start && at - start <= span)
                .map(([account]) => account),
            ).size,
        ),
      );
      const most = Math.max(0, ...counts);
      const moment = closestMoment(figureOf(7, ticks), () => span);
      expect(moment?.accounts ?? 0).toBe(most >= 3 ? most : 0);
      if (moment !== null) expect(moment.to - moment.from).toBeLessThanOrEqual(span);
    }),
  );
});
