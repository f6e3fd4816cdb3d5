import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalEdges } from '../../src/detect/canonical-edges.ts';
import { inputDigest } from '../../src/detect/input-digest.ts';
import { buildLayer } from '../../src/detect/layer.ts';
import { selectWindow } from '../../src/detect/window.ts';
import { DEFAULT_SETTINGS } from '../../src/model/layer.ts';
import { compareText, type StringTable, stringAt } from '../../src/model/string-table.ts';
import { type EdgeRow, makeColumns, rowsOf } from './make-columns.ts';
import { makeLayer } from './make-layer.ts';

const hash = (chunks: Iterable<Uint8Array>) => {
  const sha = createHash('sha256');
  for (const chunk of chunks) sha.update(chunk);
  return sha.digest('hex');
};
const digestOf = (rows: readonly EdgeRow[]) => inputDigest(canonicalEdges(makeColumns(rows)), hash);

const id = fc.oneof(
  fc.constantFrom('a', 'ab', 'abcdef', 'abcdefg', 'abcdefgh', 'abcdefghijklm', 'z', 'é', '漢字', '10', '9'),
  fc.string({ minLength: 1, maxLength: 14, unit: 'grapheme' }).map((text) => text.replaceAll('\0', '_')),
);
const row: fc.Arbitrary<EdgeRow> = fc.record(
  {
    account: id,
    layer: fc.constantFrom('x', 'y'),
    entity: id,
    at: fc.constantFrom(null, 0, 5, 1_700_000_000_000, 1_700_000_000_001),
    event: fc.constantFrom('', 'e1', 'e2'),
    source: fc.constantFrom('', 's'),
    weight: fc.constantFrom(1, 2, 0.5),
  },
  { requiredKeys: ['account', 'layer', 'entity'] },
);
const rows = fc.array(row, { maxLength: 80 });

describe('canonicalEdges', () => {
  it('gives equal sets of edges equal columns and digests, in any order and with repeats', () => {
    fc.assert(
      fc.property(rows, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (edges, stream) => {
        const keyed = edges.map((edge) => ({ edge, key: stream.next().value ?? 0 }));
        const shuffled = keyed.sort((x, y) => x.key - y.key).map(({ edge }) => edge);
        const again = [...shuffled, ...shuffled.slice(0, 5)];
        expect(rowsOf(canonicalEdges(makeColumns(again)))).toEqual(rowsOf(canonicalEdges(makeColumns(edges))));
        expect(digestOf(again)).toBe(digestOf(edges));
      }),
    );
  });

  it('sorts ids by UTF-8 bytes, each once, and keeps only those in use', () => {
    fc.assert(
      fc.property(rows, (edges) => {
        const columns = canonicalEdges(selectWindow(makeColumns(edges), { from: 3, to: 1_700_000_000_001 }));
        const inside = edges.filter(({ at }) => at === undefined || at === null || (at >= 3 && at < 1_700_000_000_001));
        expect(listOf(columns.accounts)).toEqual([...new Set(inside.map(({ account }) => account))].sort(compareText));
        expect(listOf(columns.entities)).toEqual([...new Set(inside.map(({ entity }) => entity))].sort(compareText));
      }),
    );
  });

  it('keeps the largest weight of the rows of one key', () => {
    const edge = { account: 'a', layer: 'x', entity: 'e' };
    const columns = canonicalEdges(
      makeColumns([
        { ...edge, weight: 2 },
        { ...edge, weight: 7 },
        { ...edge, weight: 3 },
      ]),
    );
    expect(columns.length).toBe(1);
    expect(columns.weight?.[0]).toBe(7);
  });

  it('sorts an entity with many rows as it sorts few', () => {
    const many = Array.from({ length: 3_000 }, (_, i) => ({
      account: `a${(i * 7919) % 211}`,
      layer: i % 3 === 0 ? 'x' : 'y',
      entity: 'hub',
      at: 1_000 * ((i * 104_729) % 1_009),
    }));
    const text = rowsOf(canonicalEdges(makeColumns(many)));
    const naive = [...new Set(many.map((edge) => JSON.stringify(edge)))]
      .map((line) => JSON.parse(line) as (typeof many)[number])
      .sort((x, y) => compareText(x.layer, y.layer) || compareText(x.account, y.account) || x.at - y.at);
    expect(text).toEqual(naive.map((edge) => `${edge.layer}|hub|${edge.account}|${edge.at}|||1`));
  });

  it('tells a missing event from none, a changed time and a moved border between ids', () => {
    const edge = { account: 'ab', layer: 'x', entity: 'c' };
    const digests = [
      [edge],
      [{ ...edge, account: 'a', entity: 'bc' }],
      [{ ...edge, at: 0 }],
      [{ ...edge, event: 'e' }],
    ].map(digestOf);
    expect(new Set(digests).size).toBe(4);
    expect(digestOf([{ ...edge, event: '' }])).toBe(digestOf([edge]));
  });

  it('takes no edges at all', () => {
    expect(canonicalEdges(makeColumns([])).length).toBe(0);
    expect(digestOf([])).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('buildLayer', () => {
  it('equals a layer made the naive way', () => {
    const cell = fc.tuple(fc.nat(5), fc.nat(6), fc.constantFrom(undefined, 5, 7, 9));
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 40 }), (cells) => {
        const columns = canonicalEdges(
          makeColumns(cells.map(([a, e, at]) => ({ account: `a${a}`, layer: 'x', entity: `e${e}`, at: at ?? null }))),
        );
        const accounts = listOf(columns.accounts);
        const entities = listOf(columns.entities);
        const naive = makeLayer(
          'action',
          accounts.length,
          cells.map(([a, e, at]) =>
            at === undefined
              ? ([accounts.indexOf(`a${a}`), entities.indexOf(`e${e}`)] as const)
              : ([accounts.indexOf(`a${a}`), entities.indexOf(`e${e}`), at] as const),
          ),
        );
        const built = buildLayer(columns, 0, DEFAULT_SETTINGS.action, naive.typeReason);
        expect({ ...built, name: 'test', edgeCount: 0 }).toEqual({ ...naive, edgeCount: 0 });
      }),
    );
  });

  it('knows which entities are accounts, and which are over the cap', () => {
    const rows = ['b', 'c', 'd'].map((account) => ({ account, layer: 'x', entity: 'a' }));
    const columns = canonicalEdges(makeColumns([...rows, { account: 'a', layer: 'x', entity: 'outside' }]));
    const layer = buildLayer(columns, 0, { ...DEFAULT_SETTINGS.interaction, cap: 2 }, '');
    expect([...(layer.entityAsAccount ?? [])]).toEqual([0, -1]);
    expect([...layer.cappedEntities]).toEqual([0]);
  });
});

function listOf(table: StringTable): readonly string[] {
  return Array.from({ length: table.size }, (_, i) => stringAt(table, i));
}
