import type { EvidenceRow, Findings } from '../model/findings.ts';
import type { Report, ReportCluster } from '../model/report.ts';
import { compareText, stringAt } from '../model/string-table.ts';
import { findChain } from './find-chain.ts';

/** What explanations look at. */
export type Explainable = Pick<Findings, 'accounts' | 'pairs' | 'evidence'> & {
  readonly report: Pick<Report, 'clusters'>;
};

export type SharedEntity = {
  readonly ref: string;
  readonly layer: string;
  readonly entity: string;
  readonly population: number;
  /** Smallest time between an action of the one and one of the other, in ms; null without times. */
  readonly apart_ms: number | null;
  readonly at: readonly [a: string | null, b: string | null];
};

export type Tie = {
  readonly a: string;
  readonly b: string;
  /** Nats of evidence; 0 when the two are not linked. */
  readonly weight: number;
  readonly layers: { readonly [layer: string]: number };
  readonly shared_total: number;
  readonly shared: readonly SharedEntity[];
};

export type PairExplanation = Tie & {
  readonly clusters: readonly Pick<ReportCluster, 'cluster_id' | 'rank' | 'band' | 'size' | 'summary'>[];
  /** When the two are not linked: the links of the shortest way from the one to the other, the strongest of equals. */
  readonly chain: readonly Tie[];
};

/** Enough to check a claim by hand; the rest stands in evidence.ndjson.gz. */
const SHARED_TOLD = 5;

/** What ties two accounts: their link with each layer's part, and the entities that both hold, rarest and closest in time first. */
export function explainPair(findings: Explainable, a: string, b: string): PairExplanation {
  const direct = tieOf(findings, a, b);
  const clusters = findings.report.clusters
    .filter(({ members }) => [a, b].every((account) => members.some(({ account_id }) => account_id === account)))
    .map(({ cluster_id, rank, band, size, summary }) => ({ cluster_id, rank, band, size, summary }));
  const chain = direct.weight > 0 ? [] : findChain(findings, a, b).map(([from, to]) => tieOf(findings, from, to));
  return { ...direct, clusters, chain };
}

export function tieOf(
  { accounts, pairs, evidence }: Pick<Explainable, 'accounts' | 'pairs' | 'evidence'>,
  a: string,
  b: string,
): Tie {
  const shared = evidence.flatMap((row) => sharedIn(row, a, b)).sort(byTelling);
  const layers: { [layer: string]: number } = {};
  let weight = 0;
  for (let i = 0; i < pairs.length; i++) {
    const one = stringAt(accounts, pairs.a[i] ?? 0);
    if (one !== a && one !== b) continue;
    if (stringAt(accounts, pairs.b[i] ?? 0) !== (one === a ? b : a)) continue;
    weight = pairs.weight[i] ?? 0;
    for (const [l, name] of pairs.layerNames.entries()) {
      const part = pairs.parts[l]?.[i] ?? 0;
      if (part !== 0) layers[name] = part;
    }
  }
  return { a, b, weight, layers, shared_total: shared.length, shared: shared.slice(0, SHARED_TOLD) };
}

function sharedIn(
  { ref, layer, entity, population, members }: EvidenceRow,
  a: string,
  b: string,
): readonly SharedEntity[] {
  const timesA = members.find(({ account_id }) => account_id === a)?.at;
  const timesB = members.find(({ account_id }) => account_id === b)?.at;
  if (timesA === undefined || timesB === undefined) return [];
  return [{ ref, layer, entity, population, ...closest(timesA, timesB) }];
}

function closest(timesA: readonly string[], timesB: readonly string[]): Pick<SharedEntity, 'apart_ms' | 'at'> {
  let best: Pick<SharedEntity, 'apart_ms' | 'at'> = { apart_ms: null, at: [timesA[0] ?? null, timesB[0] ?? null] };
  for (const a of timesA) {
    for (const b of timesB) {
      const apart = Math.abs(Date.parse(a) - Date.parse(b));
      if (best.apart_ms === null || apart < best.apart_ms) best = { apart_ms: apart, at: [a, b] };
    }
  }
  return best;
}

function byTelling(x: SharedEntity, y: SharedEntity): number {
  return (
    x.population - y.population ||
    (x.apart_ms ?? Number.POSITIVE_INFINITY) - (y.apart_ms ?? Number.POSITIVE_INFINITY) ||
    compareText(x.layer, y.layer) ||
    compareText(x.entity, y.entity)
  );
}
