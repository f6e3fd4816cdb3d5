import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalEdges } from '../../src/detect/canonical-edges.ts';
import { inputDigest } from '../../src/detect/input-digest.ts';
import type { EdgeColumns } from '../../src/model/edge.ts';
import { type EdgeRow, makeColumns, rowsOf } from './make-columns.ts';

const sha256 = (chunks: Iterable<Uint8Array>) => {
  const hash = createHash('sha256');
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
};
const digestOf = (columns: EdgeColumns) => inputDigest(canonicalEdges(columns), sha256);

const edge = { account: 'ab', layer: 'x', entity: 'c' };
const id = fc.constantFrom('a', 'b', 'ab', 'bc', 'c', '');
const row: fc.Arbitrary<EdgeRow> = fc.record({
  account: id,
  layer: id,
  entity: id,
  at: fc.constantFrom(null, 0, 1),
  event: id,
  source: id,
  weight: fc.constantFrom(1, 2),
});

describe('inputDigest', () => {
  it('is the same in every version of the encoding that calls itself the first', () => {
    const columns = makeColumns([
      { account: 'b', layer: 'link', entity: 'https://example.org/ä', at: 1_700_000_000_000, event: 'e1', weight: 2.5 },
      { account: 'a', layer: 'device', entity: 'd', at: null, source: 's' },
    ]);
    expect(digestOf(columns)).toBe('1ba4bdd7435035ba4d1624cbc00e4c0e38e490472b643487de794132b6d54ca8');
  });

  it('differs exactly when the edges differ', () => {
    const edges = fc.array(row, { maxLength: 4 });
    fc.assert(
      fc.property(edges, edges, (some, others) => {
        const [x, y] = [canonicalEdges(makeColumns(some)), canonicalEdges(makeColumns(others))];
        const areEqual = JSON.stringify(rowsOf(x)) === JSON.stringify(rowsOf(y));
        expect(inputDigest(x, sha256) === inputDigest(y, sha256)).toBe(areEqual);
      }),
      { numRuns: 300 },
    );
  });

  it('is the same for every bit pattern of a missing time', () => {
    const columns = canonicalEdges(makeColumns([edge]));
    const other = { ...columns, at: new Float64Array(new BigUint64Array([0xfff8_0000_0000_0001n]).buffer) };
    expect(Number.isNaN(other.at[0])).toBe(true);
    expect(inputDigest(other, sha256)).toBe(inputDigest(columns, sha256));
    expect(digestOf(makeColumns([{ ...edge, at: 0 }]))).not.toBe(inputDigest(columns, sha256));
  });

  it('tells a moved border between ids, and an event from a source', () => {
    const digests = [
      [edge],
      [{ ...edge, account: 'a', entity: 'bc' }],
      [{ ...edge, event: 'e' }],
      [{ ...edge, source: 'e' }],
    ];
    expect(new Set(digests.map((rows) => digestOf(makeColumns(rows)))).size).toBe(4);
  });

  it('reads more rows than it encodes at once', () => {
    const many = Array.from({ length: 70_000 }, (_, i) => ({ account: `a${i}`, layer: 'x', entity: 'e', at: i }));
    const changed = many.map((own, i) => (i === 69_999 ? { ...own, at: 1 } : own));
    expect(digestOf(makeColumns(many))).not.toBe(digestOf(makeColumns(changed)));
  });

  it('has one for no edges at all', () => {
    expect(digestOf(makeColumns([]))).toMatch(/^[0-9a-f]{64}$/);
  });
});
