import { describe, expect, it } from 'vitest';
import { canonicalEdges } from '../../src/detect/canonical-edges.ts';
import { clockOf } from '../../src/detect/layer-shape.ts';
import { chooseLayerTypes } from '../../src/detect/layer-type.ts';
import type { LayerChoice } from '../../src/model/layer.ts';
import { type EdgeRow, makeColumns } from './make-columns.ts';

const DAY = 86_400_000;
/** Numbers that look drawn, the same in every run. */
const draw = (i: number, below: number) => (Math.imul(i + 1, 0x9e3779b1) >>> 7) % below;

function typeOf(
  rows: readonly Omit<EdgeRow, 'layer'>[],
  choices: ReadonlyMap<string, LayerChoice> = new Map(),
  name = 'thing',
) {
  const columns = canonicalEdges(makeColumns(rows.map((row) => ({ ...row, layer: name }))));
  return chooseLayerTypes(columns, choices)[0];
}

const many = (count: number, row: (i: number) => Omit<EdgeRow, 'layer'>) =>
  Array.from({ length: count }, (_, i) => row(i));

describe('chooseLayerTypes', () => {
  it('believes a setting before a name, and a name before the data', () => {
    const rows = many(50, (i) => ({ account: `a${i}`, entity: `e${i % 9}` }));
    expect(typeOf(rows, new Map([['device', { type: 'taste', cap: 7 }]]), 'device')).toMatchObject({
      settings: { type: 'taste', cap: 7 },
    });
    expect(typeOf(rows, new Map(), 'device')).toMatchObject({ settings: { type: 'resource' } });
  });

  it('takes a column with one entity an account for a resource, timed or not', () => {
    expect(
      typeOf(many(200, (i) => ({ account: `a${i}`, entity: `d${draw(i, 150)}`, at: DAY + i * 1_234 })))?.settings.type,
    ).toBe('resource');
    expect(typeOf(many(200, (i) => ({ account: `a${i}`, entity: `zip${draw(i, 12)}` })))?.settings.type).toBe(
      'resource',
    );
  });

  it('takes what many accounts do at instants for an action', () => {
    const rows = many(2_000, (i) => ({
      account: `a${draw(i, 90)}`,
      entity: `u${draw(i * 3, 300)}`,
      at: DAY + draw(i * 5, 1e6) * 1_000,
    }));
    expect(typeOf(rows)?.settings.type).toBe('action');
  });

  it('takes untimed choices among many, and choices dated by the day, for a taste', () => {
    const pick = (i: number) => ({ account: String(draw(i, 90)), entity: String(draw(i * 3, 400)) });
    expect(typeOf(many(2_000, pick))?.settings.type).toBe('taste');
    expect(typeOf(many(2_000, (i) => ({ ...pick(i), at: DAY * draw(i, 300) })))?.settings.type).toBe('taste');
  });

  it('does not take integers that overlap by accident for accounts', () => {
    const rows = many(4_000, (i) => ({ account: String(draw(i, 500)), entity: String(draw(i * 7 + 3, 600)) }));
    expect(typeOf(rows)?.settings.type).toBe('taste');
  });

  it('takes accounts on both sides for an interaction: named, in canonical order, mutual, or never to themselves', () => {
    const ends = (i: number): [number, number] => [draw(i, 100), draw(i * 7 + 3, 100)];
    const named = many(500, (i) => ({ account: `u${ends(i)[0]}`, entity: `u${ends(i)[1]}` }));
    expect(typeOf(named)?.settings.type).toBe('interaction');
    const ordered = many(500, (i) => ({
      account: String(Math.min(...ends(i))),
      entity: String(Math.max(...ends(i)) + 1),
    }));
    expect(typeOf(ordered)?.settings.type).toBe('interaction');
    const mutual = many(600, (i) => {
      const [a, b] = ends(i >>> 1);
      return i % 2 === 0 ? { account: String(a), entity: String(b) } : { account: String(b), entity: String(a) };
    });
    expect(typeOf(mutual)).toMatchObject({
      settings: { type: 'interaction' },
      typeReason: expect.stringContaining('mutual'),
    });
  });

  it('says why, with its numbers', () => {
    expect(typeOf(many(60, (i) => ({ account: `a${i}`, entity: `d${i % 40}` })))?.typeReason).toContain('100 %');
  });
});

describe('clockOf', () => {
  it('finds the resolution that the times are kept in', () => {
    const times = (step: number) => Float64Array.from({ length: 100 }, (_, i) => draw(i, 10_000) * step);
    expect(clockOf(times(60_000))).toBe(60_000);
    expect(clockOf(times(DAY))).toBe(DAY);
    expect(clockOf(times(1_000))).toBe(1_000);
    expect(clockOf(times(7))).toBe(1);
    expect(clockOf(new Float64Array(0))).toBe(1);
  });
});
