import { describe, expect, it } from 'vitest';
import type { EdgeRow } from '../../src/store/column-builder.ts';
import { prepareEdges } from '../../src/store/drivers/neo4j/prepare-edges.ts';
import { bucketOfName } from '../../src/store/name-bucket.ts';

const base: EdgeRow = { account: 'a', layer: 'ip', entity: 'x', at: 1_000, event: '', source: '', weight: 1 };

function prepared(...rows: readonly Partial<EdgeRow>[]): readonly (readonly unknown[])[] {
  return prepareEdges(rows.map((row) => ({ ...base, ...row }))).flatMap(({ rows: sent }) => sent);
}

describe('edges that are made ready for Neo4j', () => {
  it('are taken apart by layer, each with the type that it is kept as', () => {
    const layers = prepareEdges([
      base,
      { ...base, layer: 'follow' },
      { ...base, layer: 'own' },
      { ...base, at: 2_000 },
    ]);
    expect(layers.map(({ layer, type, rows }) => [layer, type.name, type.isInteraction, rows.length])).toEqual([
      ['ip', 'IP', false, 2],
      ['follow', 'FOLLOW', true, 1],
      ['own', 'OBSERVED', false, 1],
    ]);
  });

  it('stand in the same order whatever order they came in', () => {
    const rows = [{ entity: 'y' }, { account: 'b' }, { at: 2_000 }, { event: 'e' }, {}, { at: Number.NaN }];
    expect(prepared(...rows)).toEqual(prepared(...rows.toReversed()));
    expect(prepared(...rows).map(([, , entity]) => entity)).toEqual(['x', 'x', 'x', 'x', 'x', 'y']);
  });

  it('are there once, with the largest weight', () => {
    const sent = prepared({ weight: 2 }, { weight: 5 }, {}, { at: Number.NaN, weight: 3 }, { at: Number.NaN });
    expect(sent.map((row) => row.at(-1))).toEqual([3, 5]);
  });

  it('are told apart by the event and the source that name them', () => {
    expect(prepared({}, { event: 'e' }, { source: 's' }, { event: 's' }, { event: 'e', source: 's' })).toHaveLength(5);
    expect(prepared({ event: 'e', at: 1_000 }, { event: 'e', at: 2_000 })).toHaveLength(2);
  });

  it('carry no key where the time is all that names them, and no time where none is known', () => {
    const [row] = prepared({ at: Number.NaN });
    expect(row).toEqual(['a', expect.anything(), 'x', expect.anything(), null, null, null, null, 1]);
    const [named] = prepared({ event: 'e' });
    expect(named?.[4]).toMatch(/^[\w-]{22}$/);
  });

  it('carry the bucket of both names as whole numbers', () => {
    const [row] = prepared({});
    expect([row?.[1], row?.[3]].map(Number)).toEqual([bucketOfName('a'), bucketOfName('x')]);
  });
});
