/**
 * Are the entities of a layer accounts? Ids that are words and occur on both sides say so. Plain integers overlap by
 * accident (people and items are both counted from 1), so they must show more: every edge with the smaller id first
 * (a list of undirected links), far more mutual edges than chance makes, or far fewer edges of an account to itself.
 */
import type { EdgeColumns } from '../model/edge.ts';
import { bytesAt, compareBytes, type StringTable } from '../model/string-table.ts';
import { matchAccounts } from './layer.ts';

const LEAST_EDGES = 20;
const LEAST_MATCHED = 0.1;
/** Standard deviations from what independence makes, for counts that are Poisson by chance. */
const FAR = 6;

/** A sentence with its numbers, or `null` when they are not. Rows `from` up to `to` of canonical columns. */
export function whyInteraction(columns: EdgeColumns, from: number, to: number): string | null {
  const edges = matchEdges(columns, from, to);
  if (to - from < LEAST_EDGES || edges.matched < LEAST_MATCHED * (to - from)) return null;
  const share = `${Math.round((100 * edges.matched) / (to - from))} % of the edges lead to an account`;
  if (!arePlainIntegers(columns.accounts)) return `unknown name; ${share}, and ids are not plain integers`;
  if (isCanonicallyOrdered(columns, from, to)) return `unknown name; ${share}, and every edge has the smaller id first`;
  const { mutual, self } = countAgainstChance(edges);
  if (mutual.seen > mutual.expected + FAR * Math.sqrt(mutual.expected + 1)) {
    return `unknown name; ${share}, and ${mutual.seen} edges are mutual where chance makes ${Math.round(mutual.expected)}`;
  }
  if (self.seen < self.expected - FAR * Math.sqrt(self.expected + 1)) {
    return `unknown name; ${share}, and ${self.seen} lead from an account to itself where chance makes ${Math.round(self.expected)}`;
  }
  return null;
}

/** Every edge has the smaller id first, by bytes or, for plain integers, by value. */
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

function arePlainIntegers(table: StringTable): boolean {
  const end = table.offsets[table.size] as number;
  for (let k = 0; k < end; k++) {
    const byte = table.bytes[k] as number;
    if (byte < 48 || byte > 57) return false;
  }
  return true;
}

type MatchedEdges = {
  readonly source: Uint32Array;
  readonly target: Uint32Array;
  readonly matched: number;
  readonly accounts: number;
};

/** The edges whose entity is an account, distinct, sorted by (target, source). */
function matchEdges(columns: EdgeColumns, from: number, to: number): MatchedEdges {
  const entities = columns.entity.slice(from, to).filter((id, i, all) => i === 0 || id !== all[i - 1]);
  const accountOf = new Int32Array(columns.entities.size).fill(-1);
  matchAccounts(columns, entities).forEach((account, e) => {
    accountOf[entities[e] as number] = account;
  });
  const source = new Uint32Array(to - from);
  const target = new Uint32Array(to - from);
  let matched = 0;
  for (let row = from; row < to; row++) {
    const account = accountOf[columns.entity[row] as number] as number;
    if (account < 0) continue;
    const isRepeat =
      row > from &&
      columns.entity[row] === columns.entity[row - 1] &&
      columns.account[row] === columns.account[row - 1];
    if (isRepeat) continue;
    source[matched] = columns.account[row] as number;
    target[matched++] = account;
  }
  return {
    source: source.subarray(0, matched),
    target: target.subarray(0, matched),
    matched,
    accounts: columns.accounts.size,
  };
}

type AgainstChance = { readonly seen: number; readonly expected: number };

/** Mutual edges and self-edges, and what independent ends with the same degrees would make. */
function countAgainstChance({ source, target, matched, accounts }: MatchedEdges): {
  mutual: AgainstChance;
  self: AgainstChance;
} {
  const out = new Float64Array(accounts);
  const into = new Float64Array(accounts);
  const first = new Uint32Array(accounts + 1).fill(matched);
  for (let i = matched - 1; i >= 0; i--) {
    const s = source[i] as number;
    const t = target[i] as number;
    out[s] = (out[s] as number) + 1;
    into[t] = (into[t] as number) + 1;
    first[t] = i;
  }
  let mutual = 0;
  let expectedMutual = 0;
  let self = 0;
  let expectedSelf = 0;
  for (let account = 0; account < accounts; account++)
    expectedSelf += ((out[account] as number) * (into[account] as number)) / matched;
  for (let i = 0; i < matched; i++) {
    const s = source[i] as number;
    const t = target[i] as number;
    if (s === t) {
      self++;
      continue;
    }
    expectedMutual += Math.min(1, ((out[t] as number) * (into[s] as number)) / matched);
    if (hasEdge(source, target, first[s] as number, t, s)) mutual++;
  }
  return { mutual: { seen: mutual, expected: expectedMutual }, self: { seen: self, expected: expectedSelf } };
}

/** Whether an edge `from` → `to` is there; edges to `to` start at place `start` and ascend by source. */
function hasEdge(source: Uint32Array, target: Uint32Array, start: number, from: number, to: number): boolean {
  let low = start;
  let high = start;
  for (let step = 1; high < target.length && target[high] === to; step *= 2)
    high = Math.min(target.length, high + step);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (target[middle] === to && (source[middle] as number) < from) low = middle + 1;
    else high = middle;
  }
  return target[low] === to && source[low] === from;
}
