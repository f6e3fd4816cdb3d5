import { describe, expect, it } from 'vitest';
import { chanceTogether } from '../../src/detect/chance-together.ts';
import { draws } from '../properties/small-world.ts';
import { makeLayer, type Row } from './make-layer.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** `holders` accounts on entity `entity` within `spread` ms. */
function crowd(entity: number, holders: number, spread: number): Row[] {
  const next = draws(entity + 1);
  return Array.from({ length: holders }, (_, account) => [account, entity, Math.floor(next() * spread)]);
}

describe('chanceTogether', () => {
  it('tells the chance of a crowd by its own pairs', () => {
    const rows = Array.from({ length: 12 }, (_, e) => crowd(e, 40, 10 * HOUR)).flat();
    const [chance] = chanceTogether(makeLayer('action', 40, rows), [30 * MINUTE], 1);
    // two uniform instants of ten hours are within half an hour of each other in 9.75 % of cases
    for (const share of chance ?? []) expect(share).toBeCloseTo(0.0975, 1);
  });

  it('does not let a botnet hide behind the burst that it makes', () => {
    const rows = [...Array.from({ length: 12 }, (_, e) => crowd(e, 40, 100 * HOUR)).flat(), ...crowd(12, 60, 20_000)];
    const [chance] = chanceTogether(makeLayer('action', 60, rows), [MINUTE], 1);
    expect(chance?.[12]).toBeLessThan(0.01);
  });

  it('judges what few hold by the clock of at least an hour', () => {
    const [chance] = chanceTogether(
      makeLayer('action', 3, [
        [0, 0, 5],
        [1, 0, 6],
        [2, 0, 7],
      ]),
      [MINUTE],
      0,
    );
    expect(chance?.[0]).toBeCloseTo(1 - Math.exp(-1 / 60), 6);
  });

  it('adds the resolution of the clock to the span', () => {
    const layer = makeLayer('action', 2, [
      [0, 0, 0],
      [1, 0, 0],
    ]);
    const [fine] = chanceTogether(layer, [MINUTE], 0);
    const [coarse] = chanceTogether(layer, [MINUTE], MINUTE);
    expect((coarse?.[0] ?? 0) / (fine?.[0] ?? 1)).toBeCloseTo(2, 1);
  });

  it('makes as many co-actions of independent actions as it says', () => {
    const next = draws(99);
    const rows: Row[] = [];
    for (let e = 0; e < 60; e++)
      for (let a = 0; a < 30; a++) rows.push([a, e, Math.floor(-Math.log(1 - next()) * 5 * HOUR)]);
    const [chance] = chanceTogether(makeLayer('action', 30, rows), [10 * MINUTE], 1);
    let seen = 0;
    for (let e = 0; e < 60; e++) {
      const times = rows.filter(([, entity]) => entity === e).map(([, , at]) => at ?? 0);
      for (let i = 0; i < 30; i++)
        for (let j = i + 1; j < 30; j++) if (Math.abs((times[i] ?? 0) - (times[j] ?? 0)) <= 10 * MINUTE) seen++;
    }
    const expected = Array.from(chance ?? []).reduce((sum, share) => sum + share, 0) * 435;
    expect(expected / seen).toBeGreaterThan(0.85);
    expect(expected / seen).toBeLessThan(1.15);
  });
});
