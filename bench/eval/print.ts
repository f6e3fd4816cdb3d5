import type { Figures } from '../../src/report/evaluate-run.ts';
import type { LeftOut } from './leave-one-out.ts';
import { meanOf } from './marks.ts';
import type { EvalResult } from './result.ts';
import { decimals, textTable } from './text-table.ts';

const FIGURES = ['base', 'ap', 'auroc', 'lift@100', 'p@10', 'p@50', 'pair_r', 'purity', 'ari', 'found'];
const HEAD = ['set', 'edges', ...FIGURES, 'flagged', 'high', 'share', 'genuine', 'rings', 'wall s', 'cpu s', 'peak MB'];

/** One line a set; of a world the mean over its seeds. `flagged` and `high` count accounts, `genuine` those of them with label 0. */
export function printResults(results: readonly EvalResult[]): string {
  const rows = [...Map.groupBy(results, ({ family, name }) => (family === 'world' ? `world ${name}` : name))].map(
    ([unit, runs]) => [unit, ...cellsOf(runs)],
  );
  const failures = results.flatMap(({ name, seed, failure }) =>
    failure === null ? [] : [`${name}${seed === null ? '' : `, seed ${seed}`}: ${failure}`],
  );
  return [textTable(HEAD, rows), ...failures].join('\n');
}

function cellsOf(runs: readonly EvalResult[]): readonly string[] {
  const mean = (pick: (run: EvalResult) => number | null | undefined) => {
    const values = runs.map(pick).filter((value) => typeof value === 'number');
    return values.length === 0 ? null : meanOf(values);
  };
  const figure = (name: string) => decimals(mean(({ evaluation }) => (evaluation?.figures as Figures)?.[name]));
  const rings = runs.flatMap(({ evaluation }) => evaluation?.rings ?? []);
  const sum = (pick: (kind: (typeof rings)[number]) => number) => rings.reduce((total, kind) => total + pick(kind), 0);
  return [
    decimals(
      mean(({ edges }) => edges),
      0,
    ),
    ...FIGURES.map(figure),
    decimals(
      mean(({ evaluation }) => evaluation?.flags.flagged),
      0,
    ),
    decimals(
      mean(({ evaluation }) => evaluation?.flags.flagged_high),
      0,
    ),
    decimals(
      mean(({ evaluation }) => evaluation?.flags.flagged_share),
      4,
    ),
    decimals(
      mean(({ evaluation }) => evaluation?.genuine.flagged),
      0,
    ),
    rings.length === 0 ? '·' : `${sum((kind) => kind.ringsFound)}/${sum((kind) => kind.rings)}`,
    decimals(
      mean(({ cost }) => cost?.wallSeconds),
      1,
    ),
    decimals(
      mean(({ cost }) => cost?.cpuSeconds),
      1,
    ),
    decimals(
      mean(({ cost }) => cost?.peakMb),
      0,
    ),
  ];
}

/** Planted rings by kind, over all worlds: shares of their accounts, and of how many rings half or more is in one cluster, in a band. */
export function printRings(results: readonly EvalResult[]): string {
  const kinds = results.filter(isWorld).flatMap(({ evaluation }) => evaluation?.rings ?? []);
  const rows = [...Map.groupBy(kinds, ({ kind }) => kind)].sort().map(([kind, some]) => {
    const sum = (pick: (kind: (typeof kinds)[number]) => number) => some.reduce((total, one) => total + pick(one), 0);
    const accounts = sum((one) => one.accounts);
    const share = (pick: (one: (typeof kinds)[number]) => number) =>
      decimals(sum((one) => pick(one) * one.accounts) / accounts, 2);
    return [
      kind,
      ...[sum((one) => one.rings), sum((one) => one.ringsFound), sum((one) => one.ringsFlagged)].map(String),
      ...[String(sum((one) => one.ringsHigh)), String(accounts), share((one) => one.clusteredShare)],
      ...[share((one) => one.flaggedShare), share((one) => one.highShare)],
    ];
  });
  return textTable(['planted', 'rings', 'found', 'flagged', 'high', 'accounts', 'clustered', 'flagged', 'high'], rows);
}

/** Genuine accounts by what brings them together, over all worlds: how many circles and accounts stand accused. */
export function printCircles(results: readonly EvalResult[]): string {
  const kinds = results.filter(isWorld).flatMap(({ evaluation }) => evaluation?.circles ?? []);
  const rows = [...Map.groupBy(kinds, ({ kind }) => kind)].sort().map(([kind, some]) => {
    const sum = (pick: (kind: (typeof kinds)[number]) => number) =>
      String(some.reduce((total, one) => total + pick(one), 0));
    return [
      kind,
      ...[sum((one) => one.circles), sum((one) => one.circlesFlagged), sum((one) => one.circlesHigh)],
      ...[sum((one) => one.accounts), sum((one) => one.accountsFlagged), sum((one) => one.accountsHigh)],
    ];
  });
  return textTable(['innocent', 'circles', 'flagged', 'high', 'accounts', 'flagged', 'high'], rows);
}

function isWorld({ family }: EvalResult): boolean {
  return family === 'world';
}

/** For each set left out the marks, and what the others would have chosen. */
export function printLeftOut(leftOut: readonly LeftOut[], names: readonly string[]): string {
  const isComparison = names.length > 1;
  const head = ['left out', ...names.flatMap((name) => [name, 'rest', ...(isComparison ? ['rank'] : [])])];
  const rows = leftOut.map(({ unit, standings, chosen }) => [
    unit,
    ...standings.flatMap(({ mark, rest, rank }) => [
      decimals(mark),
      decimals(rest, 4),
      ...(isComparison ? [decimals(rank, 2)] : []),
    ]),
    ...(isComparison ? [names[chosen] as string] : []),
  ]);
  const table = textTable([...head, ...(isComparison ? ['chosen'] : [])], rows);
  return isComparison ? `${table}\n${conclude(leftOut, names)}` : table;
}

/** Says in one sentence whether the candidates' choice hangs on a single set. */
function conclude(leftOut: readonly LeftOut[], names: readonly string[]): string {
  const choices = Map.groupBy(leftOut, ({ chosen }) => names[chosen] as string);
  if (choices.size <= 1) return `${[...choices.keys()][0] ?? 'Nothing'} is chosen, whichever set is left out.`;
  const [usual] = [...choices].sort(([, a], [, b]) => b.length - a.length).map(([name]) => name);
  const others = leftOut.filter(({ chosen }) => names[chosen] !== usual).map(({ unit }) => unit);
  return `${usual} is chosen, but not without ${others.join(', ')}: the choice hangs on what it was made with.`;
}
