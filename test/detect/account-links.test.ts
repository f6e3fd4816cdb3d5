import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countAgainstChance, surpriseOfFew, surpriseOfMany } from '../../src/detect/account-links.ts';
import { canonicalEdges } from '../../src/detect/canonical-edges.ts';
import { viewLayer } from '../../src/detect/layer.ts';
import { indexCells } from '../../src/detect/layer-cells.ts';
import { matchStrings } from '../../src/detect/match-strings.ts';
import { makeColumns } from './make-columns.ts';

/** Share of a Poisson variable of mean `mean` that is `least` or more. */
function poissonTail(mean: number, least: number): number {
  let term = Math.exp(-mean);
  let below = 0;
  for (let k = 0; k < least; k++) {
    below += term;
    term *= mean / (k + 1);
  }
  return 1 - below;
}

it('never claims more surprise than the exact Poisson tails have', () => {
  for (const mean of [1, 2.5, 10, 30]) {
    for (const seen of [0, 1, 3, 8, 12, 20, 45]) {
      if (seen > mean)
        expect(Math.exp(-surpriseOfMany(seen, mean))).toBeGreaterThanOrEqual(poissonTail(mean, seen) - 1e-12);
      if (seen < mean)
        expect(Math.exp(-surpriseOfFew(seen, mean))).toBeGreaterThanOrEqual(1 - poissonTail(mean, seen + 1) - 1e-12);
    }
  }
  expect(surpriseOfMany(20, 1)).toBeGreaterThan(20);
  expect(surpriseOfFew(0, 30)).toBe(30);
  expect(surpriseOfMany(3, 4)).toBe(0);
  expect(surpriseOfFew(4, 3)).toBe(0);
});

it('counts mutual edges and self-edges as one who looks at every pair', () => {
  const edge = fc.tuple(fc.nat(12), fc.nat(14));
  fc.assert(
    fc.property(fc.array(edge, { minLength: 1, maxLength: 60 }), (edges) => {
      const columns = canonicalEdges(
        makeColumns(edges.map(([a, e]) => ({ account: `${a}`, layer: 'x', entity: `${e}` }))),
      );
      const cells = indexCells(viewLayer(columns, 0), columns.accounts.size);
      const asAccount = matchStrings(columns.entities, cells.entityIds, columns.accounts);
      const { mutual, self } = countAgainstChance(cells, asAccount, columns.accounts);
      const distinct = [...new Set(edges.map(([a, e]) => `${a} ${e}`))].map((text) => text.split(' '));
      expect(self.seen).toBe(distinct.filter(([a, e]) => a === e).length);
      expect(mutual.seen).toBe(
        distinct.filter(([a, e]) => a !== e && distinct.some(([b, f]) => b === e && f === a)).length,
      );
    }),
  );
});

it('lets each entity be the next account by value to see what chance makes', () => {
  // Everybody is tied to the next number: as self-edges there are none, and one shift makes nearly all of them.
  const edges = Array.from({ length: 50 }, (_, i) => ({ account: `${i + 95}`, layer: 'x', entity: `${i + 96}` }));
  const columns = canonicalEdges(makeColumns(edges));
  const cells = indexCells(viewLayer(columns, 0), columns.accounts.size);
  const asAccount = matchStrings(columns.entities, cells.entityIds, columns.accounts);
  expect(countAgainstChance(cells, asAccount, columns.accounts).self).toMatchObject({ seen: 0, most: 49, least: 0 });
});
