import type { GraphFigure } from '../../model/findings.ts';

export type FigureLink = GraphFigure['links'][number];

/** What of a graph is drawn: places in `figure.accounts` by falling strength, and links among them. */
export type GraphChoice = { readonly accounts: readonly number[]; readonly links: readonly FigureLink[] };

/**
 * The strongest accounts and, among them, first the links that hold them together (a heaviest spanning forest), then the heaviest of
 * the rest: by weight alone a dense corner would take all the links and the others would float.
 */
export function chooseGraph(figure: GraphFigure, mostAccounts: number, mostLinks: number): GraphChoice {
  const strength = new Float64Array(figure.accounts.length);
  for (const [a, b, weight] of figure.links) {
    strength[a] = (strength[a] ?? 0) + weight;
    strength[b] = (strength[b] ?? 0) + weight;
  }
  const ranked = [...strength.keys()].sort((i, j) => (strength[j] ?? 0) - (strength[i] ?? 0) || i - j);
  const accounts = ranked.slice(0, mostAccounts);
  const kept = new Set(accounts);
  const among = figure.links.filter(([a, b]) => kept.has(a) && kept.has(b));
  return { accounts, links: forestFirst(among, figure.accounts.length).slice(0, mostLinks) };
}

function forestFirst(links: readonly FigureLink[], accounts: number): readonly FigureLink[] {
  const heaviest = [...links].sort(([a, b, x], [c, d, y]) => y - x || a - c || b - d);
  const root = Uint32Array.from({ length: accounts }, (_, i) => i);
  const find = (account: number): number => {
    let at = account;
    while (root[at] !== at) {
      const parent = root[root[at] ?? 0] ?? 0;
      root[at] = parent;
      at = parent;
    }
    return at;
  };
  const forest: FigureLink[] = [];
  const rest: FigureLink[] = [];
  for (const link of heaviest) {
    const [a, b] = [find(link[0]), find(link[1])];
    if (a === b) rest.push(link);
    else {
      forest.push(link);
      root[Math.max(a, b)] = Math.min(a, b);
    }
  }
  return [...forest, ...rest];
}
