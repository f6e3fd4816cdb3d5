import type { GraphFigure } from '../../model/findings.ts';

export type FigureLink = GraphFigure['links'][number];

/** What of a graph is drawn: places in `figure.accounts`, and links among them. */
export type GraphChoice = { readonly accounts: readonly number[]; readonly links: readonly FigureLink[] };

/** Of each account, the weight of all its links in the figure. */
export function strengthOf(figure: GraphFigure): Float64Array {
  const strength = new Float64Array(figure.accounts.length);
  for (const [a, b, weight] of figure.links) {
    strength[a] = (strength[a] ?? 0) + weight;
    strength[b] = (strength[b] ?? 0) + weight;
  }
  return strength;
}

/**
 * Accounts from the strongest on, each time the one with the heaviest link to those taken (as Prim's tree grows), so that the first
 * of them hang together; when none is linked, the strongest of the rest begins anew. At most `most`, none without a link.
 */
export function growAccounts(figure: GraphFigure, most: number): readonly number[] {
  const strength = strengthOf(figure);
  const linked = [...strength.keys()].filter((account) => (strength[account] ?? 0) > 0);
  const ranked = linked.sort((i, j) => (strength[j] ?? 0) - (strength[i] ?? 0) || i - j);
  const heaviest = byWeight(figure.links);
  const taken = new Set<number>();
  while (taken.size < Math.min(most, ranked.length)) {
    const next = heaviest.find(([a, b]) => taken.has(a) !== taken.has(b));
    if (next !== undefined) taken.add(taken.has(next[0]) ? next[1] : next[0]);
    else taken.add(ranked.find((account) => !taken.has(account)) ?? 0);
  }
  return [...taken];
}

/**
 * Links among the accounts: first those that hold them together (a heaviest spanning forest), then the heaviest of the rest. By weight
 * alone a dense corner would take all of them and the others would float.
 */
export function chooseLinks(figure: GraphFigure, accounts: readonly number[], most: number): readonly FigureLink[] {
  const kept = new Set(accounts);
  const among = byWeight(figure.links.filter(([a, b]) => kept.has(a) && kept.has(b)));
  const root = Uint32Array.from({ length: figure.accounts.length }, (_, i) => i);
  const find = (account: number): number => {
    let at = account;
    while (root[at] !== at) {
      root[at] = root[root[at] ?? 0] ?? 0;
      at = root[at] ?? 0;
    }
    return at;
  };
  const forest: FigureLink[] = [];
  const rest: FigureLink[] = [];
  for (const link of among) {
    const [a, b] = [find(link[0]), find(link[1])];
    if (a === b) rest.push(link);
    else {
      forest.push(link);
      root[Math.max(a, b)] = Math.min(a, b);
    }
  }
  return [...forest, ...rest].slice(0, most);
}

function byWeight(links: readonly FigureLink[]): readonly FigureLink[] {
  return [...links].sort(([a, b, x], [c, d, y]) => y - x || a - c || b - d);
}
