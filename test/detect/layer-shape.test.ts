import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalEdges } from '../../src/detect/canonical-edges.ts';
import { viewLayer } from '../../src/detect/layer.ts';
import { indexCells } from '../../src/detect/layer-cells.ts';
import { clockOf, measureShape } from '../../src/detect/layer-shape.ts';
import { makeColumns, rowsOf } from './make-columns.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Numbers that look drawn, the same in every run. */
const draw = (i: number, below: number) => (Math.imul(i + 1, 0x9e3779b1) >>> 7) % below;
const times = (step: number, offset = 0) =>
  Float64Array.from(
    { length: 400 },
    (_, i) => 1_600_041_600_000 - (1_600_041_600_000 % DAY) + draw(i, 10_000) * step + offset,
  );

describe('clockOf', () => {
  it('finds the resolution that the times are kept in', () => {
    for (const step of [1_000, 60_000, HOUR, DAY]) expect(clockOf(times(step))).toBe(step);
    expect(clockOf(times(7))).toBe(1);
    expect(clockOf(times(7_000))).toBe(1_000);
    expect(clockOf(new Float64Array(0))).toBe(1);
    expect(clockOf(Float64Array.of(Number.NaN))).toBe(1);
  });

  it('lets one time in twenty be finer, and no more', () => {
    const mixed = (finer: number) => times(60_000).map((time, i) => (i < finer ? time + 1_000 : time));
    expect(clockOf(mixed(20))).toBe(60_000);
    expect(clockOf(mixed(21))).toBe(1_000);
  });

  it('counts missing times neither way', () => {
    const half = times(60_000).map((time, i) => (i % 2 === 0 ? time : Number.NaN));
    expect(clockOf(half)).toBe(60_000);
  });

  it('believes in whole days when most times are at midnight', () => {
    expect(clockOf(times(DAY).map((time, i) => (i % 5 < 2 ? time + draw(i, 86_400) * 1_000 : time)))).toBe(DAY);
  });

  it('knows dates whose midnight is that of another zone, summer and winter', () => {
    expect(clockOf(times(DAY, -2 * HOUR).map((time, i) => (i % 3 === 0 ? time + HOUR : time)))).toBe(DAY);
    expect(clockOf(times(DAY, -330 * 60_000))).toBe(DAY);
  });

  it('does not take acts at every hour, or on few days, for dates', () => {
    expect(clockOf(times(HOUR))).toBe(HOUR);
    expect(clockOf(Float64Array.from({ length: 400 }, (_, i) => (i % 10) * DAY + 9 * HOUR))).toBe(HOUR);
  });
});

describe('measureShape', () => {
  it('counts as one who counts rows by hand', () => {
    const row = fc.record({
      account: fc.nat(12).map(String),
      layer: fc.constant('x'),
      entity: fc.nat(5).map(String),
      at: fc.constantFrom(null, 1, 2),
    });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 60 }), (edges) => {
        const columns = canonicalEdges(makeColumns(edges));
        const rows = viewLayer(columns, 0);
        const shape = measureShape(rows, indexCells(rows, columns.accounts.size));
        const lines = rowsOf(columns).map((line) => line.split('|'));
        const cells = [...new Set(lines.map(([, entity, account]) => `${entity} ${account}`))].map((text) =>
          text.split(' '),
        );
        const holders = (entity?: string) => cells.filter(([own]) => own === entity).length;
        const held = (account?: string) => cells.filter(([, own]) => own === account).length;
        const accounts = [...new Set(cells.map(([, account]) => account))];
        const byCell = cells.map(([, account]) => held(account)).sort((x, y) => x - y);
        expect(shape).toMatchObject({
          rows: lines.length,
          accounts: accounts.length,
          cells: cells.length,
          singles: accounts.filter((account) => held(account) === 1).length,
          rowsOfTwo: lines.filter(([, entity]) => holders(entity) <= 2).length,
          cellsOfHousehold: cells.filter(([entity]) => holders(entity) <= 8).length,
          rowsOfHousehold: lines.filter(([, entity]) => holders(entity) <= 8).length,
          typicalEntities: byCell[Math.ceil(byCell.length / 2) - 1],
          timed: lines.filter(([, , , at]) => at !== 'NaN').length,
        });
      }),
    );
  });
});
