/** Puts the clusters in a stable order, joins them to earlier runs, and writes down what came out and what was left out. */
import type { EvidenceRow, Findings } from '../model/findings.ts';
import type { Hash } from '../model/ports.ts';
import type { Band, Report, ReportCluster } from '../model/report.ts';
import type { Prior } from '../model/run.ts';
import type { FusedGraph } from '../model/similarity-graph.ts';
import { compareText, stringAt } from '../model/string-table.ts';
import { clusterIdOf } from './cluster-id.ts';
import { collectEvidence, type EvidenceSources } from './evidence.ts';
import { drawFigures } from './figures.ts';
import { type Lineage, traceLineage } from './lineage.ts';
import { sampleOrdinary } from './ordinary-accounts.ts';
import { type Ranked, reportCluster } from './report-cluster.ts';
import type { ScoredCluster } from './score.ts';
import { round } from './signals.ts';

/** Evidence rows that are written for a cluster to be decided on, and for one of the low band. */
const MOST_ROWS: { readonly [band in Band]: number } = { high: 5_000, medium: 5_000, low: 50 };

export type RankOptions = {
  readonly prior: Prior;
  /** End of the sweep, ms: what is dismissed until later stays out. */
  readonly endMs: number;
  readonly figures: number;
};

export type Ranking = Pick<Findings, 'evidence' | 'figures'> &
  Pick<Report, 'clusters' | 'gone' | 'limits_hit'> & {
    readonly snoozed: number;
  };

export function rankClusters(
  scored: readonly ScoredCluster[],
  fused: FusedGraph,
  sources: EvidenceSources,
  options: RankOptions,
  hash: Hash,
): Ranking {
  const named = scored.map((cluster) => ({
    scored: cluster,
    clusterId: clusterIdOf(cluster.cluster.members, sources.accounts, hash),
  }));
  named.sort((x, y) => y.scored.score - x.scored.score || compareText(x.clusterId, y.clusterId));
  const currents = named.map(({ scored: { cluster }, clusterId }) => ({
    clusterId,
    members:
      options.prior.previous.length === 0
        ? []
        : Array.from(cluster.members, (account) => stringAt(sources.accounts, account)),
  }));
  const { lineages, gone } = traceLineage(currents, options.prior.previous, hash);
  const standing = named.flatMap((cluster, i) => {
    const lineage = lineages[i] as Lineage;
    const isSnoozed = lineage.snoozedUntil !== null && Date.parse(lineage.snoozedUntil) > options.endMs;
    return isSnoozed ? [] : [{ ...cluster, lineage }];
  });
  const ranked = standing.map((cluster, i): Ranked => {
    const evidence = collectEvidence(cluster.scored, cluster.clusterId, sources, MOST_ROWS[cluster.scored.band]);
    return { ...cluster, rank: i + 1, evidence };
  });
  const clusters = ranked.map((cluster) => reportCluster(cluster, fused, sources, hash));
  const suspicious = scored.filter(({ band }) => band !== 'low');
  const ordinary = sampleOrdinary(clusterPlaces(suspicious, fused.accountCount), sources.layers);
  return {
    clusters,
    evidence: ranked.flatMap((cluster): readonly EvidenceRow[] => cluster.evidence.rows),
    figures: ranked
      .slice(0, options.figures)
      .map((cluster) => drawFigures(cluster.scored, cluster.clusterId, fused, sources, ordinary)),
    gone: gone.map(({ cluster_id, lineage_id, members }) => ({ cluster_id, lineage_id, size: members.length })),
    limits_hit: evidenceLimits(ranked),
    snoozed: named.length - standing.length,
  };
}

function clusterPlaces(scored: readonly ScoredCluster[], accounts: number): Int32Array {
  const places = new Int32Array(accounts).fill(-1);
  scored.forEach(({ cluster }, place) => {
    for (const account of cluster.members) places[account] = place;
  });
  return places;
}

function evidenceLimits(ranked: readonly Ranked[]): Report['limits_hit'] {
  const cut = ranked.filter(({ evidence }) => evidence.total > evidence.rows.length);
  if (cut.length === 0) return [];
  const left = cut.reduce((sum, { evidence }) => sum + evidence.total - evidence.rows.length, 0);
  const detail = `evidence.ndjson.gz holds the first ${MOST_ROWS.high} rows of a high or medium cluster and the first ${MOST_ROWS.low} of a low one; ${left} rows of ${cut.length} clusters are left out.`;
  return [{ limit: 'evidence_rows', detail, count: left }];
}

/** The counts at the head of a report. */
export function countTotals(
  clusters: readonly ReportCluster[],
): Pick<Report['totals'], 'clusters' | 'clustered_accounts' | 'bands' | 'expected_wrong_high'> {
  const of = (band: Band) => {
    const those = clusters.filter((cluster) => cluster.band === band);
    return { clusters: those.length, accounts: those.reduce((sum, { size }) => sum + size, 0) };
  };
  return {
    clusters: clusters.length,
    clustered_accounts: clusters.reduce((sum, { size }) => sum + size, 0),
    bands: { high: of('high'), medium: of('medium'), low: of('low') },
    expected_wrong_high: round(
      clusters.reduce((sum, { band, expected_wrong }) => sum + (band === 'high' ? expected_wrong : 0), 0),
    ),
  };
}
