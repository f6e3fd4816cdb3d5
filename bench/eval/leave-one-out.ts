/**
 * Would a choice have been made without the set at hand? For each set left out: how each candidate does on all others, which of
 * them that favours, and what that would have done to the set left out.
 */
import { meanOf } from './marks.ts';

export type Candidate = { readonly name: string; readonly marks: ReadonlyMap<string, number> };

export type LeftOut = {
  readonly unit: string;
  /** By candidate: its mark on the unit, the macro mean of its marks on the others, and its mean rank there, 1 being best. */
  readonly standings: readonly { readonly mark: number; readonly rest: number; readonly rank: number }[];
  /** Place of the candidate that the others favour: the highest macro mean, of equals the best mean rank, then the first. */
  readonly chosen: number;
};

/** Marks nearer than this are equal: the last digit that tables show. */
const EQUAL = 0.0005;

/** Only units that all candidates have count. */
export function leaveOneOut(candidates: readonly Candidate[]): readonly LeftOut[] {
  const [first] = candidates;
  if (first === undefined) return [];
  const units = [...first.marks.keys()].filter((unit) => candidates.every(({ marks }) => marks.has(unit)));
  return units.map((unit) => {
    const others = units.filter((other) => other !== unit);
    const standings = candidates.map(({ marks }) => ({
      mark: marks.get(unit) as number,
      rest: macroMean(marks, others),
      rank: meanOf(others.map((other) => rankAmong(candidates, marks, other))),
    }));
    const order = standings.map((_, place) => place);
    order.sort((a, b) => {
      const [x, y] = [standings[a] as LeftOut['standings'][number], standings[b] as LeftOut['standings'][number]];
      return Math.abs(x.rest - y.rest) >= EQUAL ? y.rest - x.rest : x.rank - y.rank;
    });
    return { unit, standings, chosen: order[0] as number };
  });
}

/** Measured data and worlds count half each, however many there are of either. */
export function macroMean(marks: ReadonlyMap<string, number>, units: readonly string[]): number {
  const kinds = Map.groupBy(units, (unit) => unit.startsWith('world '));
  return meanOf(Array.from(kinds.values(), (some) => meanOf(some.map((unit) => marks.get(unit) as number))));
}

/** 1 + those better + half of those equal. */
function rankAmong(candidates: readonly Candidate[], own: ReadonlyMap<string, number>, unit: string): number {
  const mark = own.get(unit) as number;
  let rank = 1;
  for (const { marks } of candidates) {
    if (marks === own) continue;
    const other = marks.get(unit) as number;
    if (Math.abs(other - mark) < EQUAL) rank += 0.5;
    else if (other > mark) rank++;
  }
  return rank;
}
