import type { Findings } from '../model/findings.ts';
import { type StringTable, stringAt } from '../model/string-table.ts';

/** The fewest links that lead from `a` to `b` over the fused graph, among equals the strongest; empty when there is no way. */
export function findChain(
  { accounts, pairs }: Pick<Findings, 'accounts' | 'pairs'>,
  a: string,
  b: string,
): readonly (readonly [string, string])[] {
  const from = placeOf(accounts, a);
  const to = placeOf(accounts, b);
  if (from < 0 || to < 0 || from === to) return [];
  const before = new Int32Array(pairs.accountCount).fill(-1);
  const weakest = new Float64Array(pairs.accountCount);
  before[from] = from;
  weakest[from] = Number.POSITIVE_INFINITY;
  // A wave a pass over all pairs: chains are a few links long, so this is cheaper than building neighbour lists.
  let wave = new Set([from]);
  while (wave.size > 0 && before[to] === -1) {
    const next = new Set<number>();
    for (let i = 0; i < pairs.length; i++) {
      const [one, other] = [pairs.a[i] ?? 0, pairs.b[i] ?? 0];
      for (const [near, far] of [
        [one, other],
        [other, one],
      ] as const) {
        if (!wave.has(near) || (before[far] !== -1 && !next.has(far))) continue;
        const strength = Math.min(weakest[near] ?? 0, pairs.weight[i] ?? 0);
        if (next.has(far) && strength <= (weakest[far] ?? 0)) continue;
        before[far] = near;
        weakest[far] = strength;
        next.add(far);
      }
    }
    wave = next;
  }
  return before[to] === -1 ? [] : walkBack(accounts, before, from, to);
}

function placeOf(accounts: StringTable, account: string): number {
  for (let i = 0; i < accounts.size; i++) if (stringAt(accounts, i) === account) return i;
  return -1;
}

function walkBack(
  accounts: StringTable,
  before: Int32Array,
  from: number,
  to: number,
): readonly (readonly [string, string])[] {
  const links: (readonly [string, string])[] = [];
  for (let at = to; at !== from; at = before[at] ?? from) {
    links.unshift([stringAt(accounts, before[at] ?? from), stringAt(accounts, at)]);
  }
  return links;
}
