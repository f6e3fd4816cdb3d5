/** A scored cluster in the words of the report. */
import type { EvidenceRow } from '../model/findings.ts';
import type { Hash } from '../model/ports.ts';
import type { Axis, ReportCluster, ReportLink, ReportMember } from '../model/report.ts';
import type { FusedGraph } from '../model/similarity-graph.ts';
import { stringAt } from '../model/string-table.ts';
import { clusterIdOf } from './cluster-id.ts';
import type { EvidenceSources } from './evidence.ts';
import { instantOf } from './instant.ts';
import type { Lineage } from './lineage.ts';
import type { ScoredCluster } from './score.ts';
import { round } from './signals.ts';
import { summarise } from './summary.ts';

const MOST_LINKS = 20;
const MOST_EVIDENCE = 20;
const MOST_NAMED = 50;

export type Ranked = {
  readonly scored: ScoredCluster;
  readonly clusterId: string;
  readonly rank: number;
  readonly lineage: Lineage;
  readonly evidence: { readonly rows: readonly EvidenceRow[]; readonly total: number };
};

export function reportCluster(ranked: Ranked, fused: FusedGraph, sources: EvidenceSources, hash: Hash): ReportCluster {
  const { scored, clusterId, lineage } = ranked;
  const { cluster, profile, removals } = scored;
  return {
    cluster_id: clusterId,
    lineage_id: lineage.lineageId,
    parent_id: null,
    level: 0,
    rank: ranked.rank,
    score: scored.score,
    band: scored.band,
    summary: summarise(scored, sources.layers),
    size: cluster.members.length,
    first_at: instantOrNull(profile.synchrony.firstAt ?? undefined),
    last_at: instantOrNull(profile.synchrony.lastAt ?? undefined),
    axes: axesOf(scored),
    expected_wrong: scored.expectedWrong,
    agreement: { louvain: round(cluster.agreement.louvain), cores: round(cluster.agreement.cores) },
    cells: cluster.cells.map((cell) => ({
      cell_id: clusterIdOf(cell.slice().sort(), sources.accounts, hash),
      size: cell.length,
      links: linksWithin(cell, cluster.links, fused),
    })),
    members: reportMembers(scored, sources, hash),
    signals: scored.signals,
    links_total: cluster.links.length,
    links_top: topLinks(scored, fused, sources),
    evidence_total: ranked.evidence.total,
    evidence: ranked.evidence.rows.slice(0, MOST_EVIDENCE).map(shorten),
    robustness: {
      without_layer: removals.layers,
      without_entity: removals.entity,
      without_account: removals.account,
    },
    innocent_checks: scored.checks,
    lineage: { event: lineage.event, previous: lineage.previous },
  };
}

function axesOf({ score, removals }: ScoredCluster): ReportCluster['axes'] {
  const tried = [...removals.layers, removals.entity, removals.account].flatMap((r) => (r === null ? [] : [r.score]));
  const unknown = (what: string): Axis => ({
    value: null,
    low: null,
    high: null,
    note: `No data on ${what} in the edges.`,
  });
  return {
    coordination: {
      value: score,
      low: Math.min(score, ...tried),
      high: Math.max(score, ...tried),
      note: 'The range is what is left without any one layer, the strongest entity or the strongest account.',
    },
    authenticity: unknown('whether the accounts are what they say they are'),
    harm: unknown('what the accounts do to others'),
  };
}

function reportMembers(scored: ScoredCluster, sources: EvidenceSources, hash: Hash): readonly ReportMember[] {
  const { cluster, memberScores } = scored;
  const cellIds = cluster.cells.map((cell) => clusterIdOf(cell.slice().sort(), sources.accounts, hash));
  const members = Array.from(cluster.members, (account, i): ReportMember => {
    const seen = seenOf(account, sources);
    return {
      account_id: stringAt(sources.accounts, account),
      tier: cluster.tier[i] ?? 'periphery',
      membership: round(cluster.membership[i] as number),
      cell: cellIds[cluster.cell[i] as number] ?? null,
      score: memberScores[i] as number,
      first_seen: seen.first === null ? null : instantOf(seen.first),
      last_seen: seen.last === null ? null : instantOf(seen.last),
    };
  });
  const places = members
    .map((_, i) => i)
    .sort((x, y) => (memberScores[y] as number) - (memberScores[x] as number) || x - y);
  return places.flatMap((i) => members[i] ?? []);
}

function seenOf(account: number, { layers }: EvidenceSources): { first: number | null; last: number | null } {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const layer of layers) {
    if (layer.at.length === 0) continue;
    const to = layer.accountOffsets[account + 1] as number;
    for (let i = layer.accountOffsets[account] as number; i < to; i++) {
      const cell = layer.accountCells[i] as number;
      const from = layer.cellOffsets[cell] as number;
      const end = layer.cellOffsets[cell + 1] as number;
      if (from === end) continue;
      first = Math.min(first, layer.at[from] as number);
      last = Math.max(last, layer.at[end - 1] as number);
    }
  }
  return Number.isFinite(first) ? { first, last } : { first: null, last: null };
}

function linksWithin(cell: Uint32Array, links: Uint32Array, fused: FusedGraph): number {
  const members = new Set(cell);
  let count = 0;
  for (const i of links) if (members.has(fused.a[i] as number) && members.has(fused.b[i] as number)) count++;
  return count;
}

function topLinks({ cluster }: ScoredCluster, fused: FusedGraph, sources: EvidenceSources): readonly ReportLink[] {
  const strongest = Array.from(cluster.links).sort(
    (x, y) => (fused.weight[y] as number) - (fused.weight[x] as number) || x - y,
  );
  return strongest.slice(0, MOST_LINKS).map((i) => ({
    a: stringAt(sources.accounts, fused.a[i] as number),
    b: stringAt(sources.accounts, fused.b[i] as number),
    weight: round(fused.weight[i] as number),
    layers: Object.fromEntries(
      fused.layerNames.flatMap((name, l) => {
        const nats = fused.parts[l]?.[i] ?? 0;
        return nats > 0 ? [[name, round(nats)]] : [];
      }),
    ),
  }));
}

function shorten(row: EvidenceRow): ReportCluster['evidence'][number] {
  const times = row.members.flatMap((member) => member.at.map(Date.parse)).sort((x, y) => x - y);
  return {
    ref: row.ref,
    layer: row.layer,
    entity: row.entity,
    accounts: row.members.slice(0, MOST_NAMED).map((member) => member.account_id),
    members: row.members.length,
    first_at: instantOrNull(times[0]),
    last_at: instantOrNull(times.at(-1)),
    population: row.population,
  };
}

function instantOrNull(ms: number | undefined): string | null {
  return ms === undefined ? null : instantOf(ms);
}
