/**
 * Are the entities of a layer accounts? Each test asks for what two unrelated crowds of ids do not show by accident:
 *
 * 1. Ids that are no plain integers and stand on both sides are the same ids.
 * 2. Plain integers overlap by accident: two real crowds, each numbered from 1, by 73 to 83 %. So for them
 *    a. all edges have the smaller id first, as lists of undirected links do, where the same ends dealt anew would not,
 *    b. or far more edges are mutual, or lead from an account to itself, than chance makes,
 *    c. or next to none do where chance would make many (nobody follows themselves),
 *    d. or far more ids are shared than would be if one side were shifted by a little.
 *
 * Chance is the larger of what independent ends of the same degrees would make and of what the layer itself makes when
 * each entity is taken for one of the next accounts instead: ids that are numbered in the order they appeared (people
 * and things of the same days having similar numbers) are alike in that.
 */
import type { EdgeColumns } from '../model/edge.ts';
import { bytesAt, compareBytes } from '../model/string-table.ts';
import { type Counted, countAgainstChance, surpriseOfFew, surpriseOfMany } from './account-links.ts';
import type { LayerCells } from './layer-cells.ts';
import { matchStrings } from './match-strings.ts';
import { valuesOf } from './plain-integers.ts';
import { overlapAgainstShifts } from './shifted-overlap.ts';

/** Share of the entities, or of the active accounts, that must stand on both sides. */
const LEAST_SHARED = 0.1;
const LEAST_EDGES = 20;
/** Nats by which a count must beat chance (1 in 2e-9), and how many times over: small biases add up in large layers. */
const LEAST_NATS = 20;
const TIMES_CHANCE = 3;
const NEXT_TO_NONE = 0.1;

/** A sentence with its numbers, or `null` when they are not. `cells` are those of rows `from` up to `to`. */
export function whyInteraction(columns: EdgeColumns, from: number, to: number, cells: LayerCells): string | null {
  const asAccount = matchStrings(columns.entities, cells.entityIds, columns.accounts);
  const values = valuesOf(columns.entities, cells.entityIds);
  const shared = asAccount.filter((account) => account >= 0).length;
  if (shared === 0) return null;
  const named = asAccount.filter((account, e) => account >= 0 && values[e] === -1).length;
  const active = countActive(cells);
  const isMuch = (count: number) => count >= 2 && count >= LEAST_SHARED * Math.min(cells.entityCount, active);
  const share = `${shared} of ${cells.entityCount} entities are accounts`;
  if (isMuch(named)) return `${share}, ${named} of them by ids that are not plain integers.`;
  if (!isMuch(shared)) return null;
  const counted = countAgainstChance(cells, asAccount, columns.accounts);
  const why =
    whyOrdered(columns, from, to, { cells, asAccount, values, counted }) ??
    whyCounted(counted) ??
    whyOverlap(columns, values, shared);
  return why === null ? null : `${share}, and ${why}.`;
}

function whyCounted({ mutual, self, cells }: Counted): string | null {
  for (const [{ seen, most, least }, what, each] of [
    // A mutual pair is seen from both of its ends and happens once.
    [mutual, 'are mutual', 2],
    [self, 'lead from an account to itself', 1],
  ] as const) {
    const counted = `${seen} of ${cells} edges looked at ${what}`;
    if (seen > TIMES_CHANCE * most && surpriseOfMany(seen, most) >= each * LEAST_NATS)
      return `${counted} where chance makes ${Math.round(most)} at most`;
    if (seen <= NEXT_TO_NONE * least && surpriseOfFew(seen, least) >= each * LEAST_NATS)
      return `${counted} where chance makes ${Math.round(least)} at least`;
  }
  return null;
}

type Matched = {
  readonly cells: LayerCells;
  readonly asAccount: Int32Array;
  readonly values: Float64Array;
  readonly counted: Counted;
};

/**
 * Things that are numbered as accounts come to them can all have larger numbers than their accounts as well, but then
 * each has one account: one that comes up again has an old number. So some entities must be shared.
 */
function whyOrdered(columns: EdgeColumns, from: number, to: number, matched: Matched): string | null {
  const { cells, values, counted } = matched;
  if (counted.self.seen > 0 || !isCanonicallyOrdered(columns, from, to)) return null;
  let held = 0;
  for (let e = 0; e < cells.entityCount; e++) {
    if ((cells.entityOffsets[e + 1] as number) - (cells.entityOffsets[e] as number) > 1) held++;
  }
  if (held < LEAST_SHARED * cells.entityCount) return null;
  const turned = countTurned(cells, values, valuesOf(columns.accounts, allOf(cells.accountCount)));
  return turned < LEAST_NATS ? null : `every edge has the smaller id first, where ${turned} would not by chance`;
}

/** Edges with the larger id first when each account is dealt the entity of the edge that stands half of all edges on. */
function countTurned(
  { entityOffsets, entityAccounts, entityCount }: LayerCells,
  entities: Float64Array,
  accounts: Float64Array,
): number {
  const half = entityAccounts.length >>> 1;
  let turned = 0;
  for (let e = 0; e < entityCount; e++) {
    const to = entityOffsets[e + 1] as number;
    for (let cell = entityOffsets[e] as number; cell < to; cell++) {
      const account = entityAccounts[(cell + half) % entityAccounts.length] as number;
      if ((accounts[account] as number) > (entities[e] as number)) turned++;
    }
  }
  return turned;
}

function whyOverlap(columns: EdgeColumns, entities: Float64Array, shared: number): string | null {
  const accounts = valuesOf(columns.accounts, allOf(columns.accounts.size));
  const most = overlapAgainstShifts(accounts, entities);
  if (shared <= TIMES_CHANCE * most || surpriseOfMany(shared, most) < LEAST_NATS) return null;
  return `${most} at most would be if the ids of one side were shifted by a little`;
}

/** Every edge has the smaller id first: by bytes, or by length and then by bytes, which orders plain integers by value. */
export function isCanonicallyOrdered(columns: EdgeColumns, from: number, to: number): boolean {
  let isByBytes = true;
  let isByValue = true;
  for (let row = from; row < to && (isByBytes || isByValue); row++) {
    const account = bytesAt(columns.accounts, columns.account[row] as number);
    const entity = bytesAt(columns.entities, columns.entity[row] as number);
    const byBytes = compareBytes(account, entity);
    if (byBytes > 0) isByBytes = false;
    if ((account.length - entity.length || byBytes) > 0) isByValue = false;
  }
  return to - from >= LEAST_EDGES && (isByBytes || isByValue);
}

function countActive({ accountOffsets, accountCount }: LayerCells): number {
  let active = 0;
  for (let account = 0; account < accountCount; account++) {
    if ((accountOffsets[account + 1] as number) > (accountOffsets[account] as number)) active++;
  }
  return active;
}

function allOf(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, i) => i);
}
