/**
 * Holds a run against the truth. Every figure is over the labelled accounts; one that the run left out has score 0 and is in
 * no cluster. `null` stands where there is nothing to divide by.
 */
import { purityFigures } from './evaluation/cluster-figures.ts';
import { type GroupFigures, groupFigures } from './evaluation/group-figures.ts';
import {
  type CircleKind,
  circleKinds,
  isFlagged,
  isHigh,
  type RingKind,
  ringKinds,
} from './evaluation/kind-figures.ts';
import { rankFigures } from './evaluation/rank-figures.ts';
import { type LabelledAccount, type RunAccount, readLabels, readRunAccounts } from './evaluation/tables.ts';

export type Figures = { readonly [name: string]: number | null };

export type Evaluation = {
  /** Of the order, the clusters, the groups, in this order: what each means stands with the file that computes it. */
  readonly figures: Figures;
  readonly flags: FlagFigures;
  /** Accounts with label 0, and those of them in a cluster of band high or medium, and of band high. */
  readonly genuine: { readonly accounts: number; readonly flagged: number; readonly flagged_high: number };
  /** Empty for labels that know of no groups. */
  readonly rings: readonly RingKind[];
  /** Empty for labels that know of no kinds. */
  readonly circles: readonly CircleKind[];
};

export type FlagFigures = {
  /** Accounts in a cluster of band high or medium, of band high, and the share of the former of all accounts. */
  readonly flagged: number;
  readonly flagged_high: number;
  readonly flagged_share: number | null;
};

type Row = readonly string[];

/** `accounts` and `labels` are rows of accounts.csv and labels.csv, their headers first. */
export function evaluateRun(
  accounts: Iterable<Row>,
  labels: Iterable<Row>,
  population: number | null = null,
): Evaluation {
  const run = readRunAccounts(accounts);
  const truth = readLabels(labels);
  const figures = { ...orderFigures(truth, run), ...clusterFigures(truth, run), ...namedGroups(truth, run) };
  return {
    figures: Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, finite(value)])),
    flags: flagsOf(run.values(), population),
    genuine: countGenuine(truth, run),
    rings: ringKinds(truth, run),
    circles: circleKinds(truth, run),
  };
}

/** How many accounts a run has flagged, where no truth is known. */
export function countFlags(accounts: Iterable<Row>, population: number | null = null): FlagFigures {
  return flagsOf(readRunAccounts(accounts).values(), population);
}

type Run = ReadonlyMap<string, RunAccount>;
type Named = { readonly [name: string]: number | null };

function orderFigures(truth: readonly LabelledAccount[], run: Run): Named {
  const known = truth.filter(({ label }) => label !== null);
  const { labelled, base, ap, auroc, lift } = rankFigures(
    known.map(({ account, label }) => ({ isPlanted: label === 1, score: run.get(account)?.score ?? 0 })),
  );
  return { labelled, base, ap, auroc, ...named('lift', lift) };
}

function clusterFigures(truth: readonly LabelledAccount[], run: Run): Named {
  const { clustered, wp, precisionAt, largest } = purityFigures(labelledInClusters(truth, run));
  const clusters = new Set(Array.from(run.values(), ({ cluster }) => cluster));
  clusters.delete('');
  return { clustered, clusters: clusters.size, wp, ...named('p', precisionAt), largest };
}

function labelledInClusters(truth: readonly LabelledAccount[], run: Run) {
  return truth.flatMap(({ account, label }) => {
    const row = run.get(account);
    if (label === null || row === undefined || row.cluster === '') return [];
    return [{ isPlanted: label === 1, cluster: row.cluster, rank: row.rank }];
  });
}

function namedGroups(truth: readonly LabelledAccount[], run: Run): Named {
  const sizes = new Map<string, number>();
  for (const { cluster } of labelledInClusters(truth, run)) sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1);
  const grouped = truth
    .filter(({ group }) => group !== '')
    .map(({ account, group }) => ({ group, cluster: run.get(account)?.cluster || null }));
  const figures = groupFigures(grouped, sizes.values());
  return figures === null ? {} : nameGroupFigures(figures);
}

function nameGroupFigures(figures: GroupFigures): Named {
  const { pairPrecision, pairRecall, b3Precision, b3Recall, b3F1, coverage, purity, ari, found } = figures;
  return {
    pair_p: pairPrecision,
    pair_r: pairRecall,
    b3_p: b3Precision,
    b3_r: b3Recall,
    b3_f1: b3F1,
    coverage,
    purity,
    ari,
    found,
  };
}

function flagsOf(accounts: Iterable<RunAccount>, population: number | null): FlagFigures {
  const rows = [...accounts];
  const flagged = rows.filter(isFlagged).length;
  return {
    flagged,
    flagged_high: rows.filter(isHigh).length,
    flagged_share: population === null ? null : finite(flagged / population),
  };
}

function countGenuine(truth: readonly LabelledAccount[], run: Run): Evaluation['genuine'] {
  const genuine = truth.filter(({ label }) => label === 0);
  const { flagged, flagged_high } = flagsOf(
    genuine.flatMap(({ account }) => run.get(account) ?? []),
    null,
  );
  return { accounts: genuine.length, flagged, flagged_high };
}

function named(name: string, values: ReadonlyMap<number, number>): Named {
  return Object.fromEntries(Array.from(values, ([count, value]) => [`${name}@${count}`, value]));
}

function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}
