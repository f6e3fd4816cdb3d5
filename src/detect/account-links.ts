/** Mutual edges and edges of an account to itself, beside what chance makes of them when ids are plain integers. */
import type { StringTable } from '../model/string-table.ts';
import type { LayerCells } from './layer-cells.ts';

/** What was seen, and the most and the least that chance was seen to make. */
export type AgainstChance = { readonly seen: number; readonly most: number; readonly least: number };
export type Counted = { readonly mutual: AgainstChance; readonly self: AgainstChance; readonly cells: number };

/** How many accounts further on an entity is taken to be, by value of their ids. */
const SHIFTS = [-34, -21, -13, -8, -5, -3, -2, -1, 1, 2, 3, 5, 8, 13, 21, 34];
/** Cells that are looked at, at most, evenly spread: enough to tell, and the cost stays bounded. */
const MOST_CELLS = 100_000;

/** `asAccount`: the account that each entity may be, or -1. Counts are of the cells looked at (`cells`). */
export function countAgainstChance(cells: LayerCells, asAccount: Int32Array, accounts: StringTable): Counted {
  const step = Math.max(1, Math.ceil(cells.entityAccounts.length / MOST_CELLS));
  const seen = countLinks(cells, asAccount, step);
  const { ranked, rankOf } = rankByValue(accounts);
  const shifted = SHIFTS.map((shift) => {
    const other = asAccount.map((account) => (account < 0 ? -1 : (ranked[(rankOf[account] as number) + shift] ?? -1)));
    return countLinks(cells, other, step);
  });
  const against = (of: (links: Links) => number, independent: number): AgainstChance => ({
    seen: of(seen),
    most: Math.max(independent, ...shifted.map(of)),
    least: Math.min(independent, ...shifted.map(of)),
  });
  return {
    mutual: against(({ mutual }) => mutual, seen.independentMutual),
    self: against(({ self }) => self, seen.independentSelf),
    cells: seen.cells,
  };
}

/** Nats of surprise that a count with mean `expected` by chance is as large as `seen` (Chernoff bound of a Poisson tail). */
export function surpriseOfMany(seen: number, expected: number): number {
  // A few shifts that show nothing do not prove that chance makes less than one.
  const mean = Math.max(1, expected);
  return seen <= mean ? 0 : seen * Math.log(seen / mean) - seen + mean;
}

/** The same for a count as small as `seen`. */
export function surpriseOfFew(seen: number, expected: number): number {
  if (seen >= expected) return 0;
  return seen === 0 ? expected : seen * Math.log(seen / expected) - seen + expected;
}

type Links = {
  readonly cells: number;
  readonly self: number;
  readonly mutual: number;
  /** What ends that are drawn independently, with the same degrees, make on average. */
  readonly independentSelf: number;
  readonly independentMutual: number;
};

/** Links among every `step`-th cell. */
function countLinks(cells: LayerCells, asAccount: Int32Array, step: number): Links {
  const { accountCount, accountOffsets, entityCount, entityOffsets, entityAccounts } = cells;
  const asEntity = new Int32Array(accountCount).fill(-1);
  asAccount.forEach((account, e) => {
    if (account >= 0) asEntity[account] = e;
  });
  const links = { cells: 0, self: 0, mutual: 0, independentSelf: 0, independentMutual: 0 };
  const total = entityAccounts.length;
  let next = 0;
  for (let e = 0; e < entityCount; e++) {
    const to = entityOffsets[e + 1] as number;
    const target = asAccount[e] as number;
    const acts = target < 0 ? 0 : (accountOffsets[target + 1] as number) - (accountOffsets[target] as number);
    for (; next < to; next += step) {
      links.cells++;
      if (target < 0) continue;
      links.independentSelf += acts / total;
      const account = entityAccounts[next] as number;
      const back = asEntity[account] as number;
      if (account === target) links.self++;
      if (account === target || back < 0) continue;
      const holders = (entityOffsets[back + 1] as number) - (entityOffsets[back] as number);
      links.independentMutual += Math.min(1, (acts * holders) / total);
      if (holdsEntity(cells, target, back)) links.mutual++;
    }
  }
  return links;
}

function holdsEntity({ entityOffsets, entityAccounts }: LayerCells, account: number, entity: number): boolean {
  let low = entityOffsets[entity] as number;
  let high = entityOffsets[entity + 1] as number;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = entityAccounts[middle] as number;
    if (other === account) return true;
    if (other < account) low = middle + 1;
    else high = middle;
  }
  return false;
}

/** Accounts by length and then bytes of their ids, which is by value for plain integers. */
function rankByValue({ size, offsets }: StringTable): { readonly ranked: Int32Array; readonly rankOf: Int32Array } {
  const lengthOf = (id: number) => (offsets[id + 1] as number) - (offsets[id] as number);
  const starts: number[] = [];
  for (let id = 0; id < size; id++) starts[lengthOf(id) + 1] = (starts[lengthOf(id) + 1] ?? 0) + 1;
  for (let length = 1; length < starts.length; length++) {
    starts[length] = (starts[length] ?? 0) + (starts[length - 1] ?? 0);
  }
  const ranked = new Int32Array(size);
  const rankOf = new Int32Array(size);
  for (let id = 0; id < size; id++) {
    const rank = starts[lengthOf(id)] ?? 0;
    starts[lengthOf(id)] = rank + 1;
    ranked[rank] = id;
    rankOf[id] = rank;
  }
  return { ranked, rankOf };
}
