/** The report of a run: what was read, by which rules, what came out, what was cut. */
import type { EdgeColumns } from '../model/edge.ts';
import type { Layer } from '../model/layer.ts';
import type { Hash } from '../model/ports.ts';
import type { Report, ReportLayer } from '../model/report.ts';
import type { DetectOptions } from '../model/run.ts';
import type { FusedGraph, SimilarityGraph } from '../model/similarity-graph.ts';
import { stringAt } from '../model/string-table.ts';
import type { Allowed } from './allowlist.ts';
import { populationOf } from './holders-surprise.ts';
import { inputDigest } from './input-digest.ts';
import { instantOf } from './instant.ts';
import type { TypedLayers } from './link-layers.ts';
import { isPart, partLimits } from './part-limits.ts';
import { countTotals, type Ranking } from './rank.ts';
import { configDigest, priorDigest } from './run-digests.ts';
import { round } from './signals.ts';
import type { LayerEvidence } from './surprise.ts';

const MOST_CAPPED = 20;
/** Accounts and edges below which a layer says nothing either way. */
const LEAST_ACCOUNTS = 10;
const LEAST_EDGES = 20;

export type RunFacts = {
  readonly snapshot: EdgeColumns;
  readonly typed: TypedLayers;
  readonly allowed: Allowed;
  readonly evidence: readonly LayerEvidence[];
  readonly backbones: readonly SimilarityGraph[];
  readonly fused: FusedGraph;
  readonly ranking: Ranking;
  readonly options: DetectOptions;
  readonly hash: Hash;
};

export function writeReport(facts: RunFacts): Report {
  const { snapshot, typed, ranking, options, hash, fused } = facts;
  const digests = {
    version: options.version,
    config_digest: configDigest(options, hash),
    input_digest: inputDigest(snapshot, hash),
    prior_digest: priorDigest(options.prior, hash),
    seed: options.seed,
  };
  const runId = hashText(JSON.stringify(digests), hash).slice(0, 16);
  const body = {
    run: {
      run_id: runId,
      ...digests,
      window: { from: instantOrNull(options.window.from), to: instantOrNull(options.window.to) },
      layers: typed.layers.map(({ layer }, l) => describeLayer(layer, snapshot, facts, l)),
    },
    totals: {
      edges: snapshot.length,
      accounts: typed.columns.accounts.size,
      entities: snapshot.entities.size,
      links: fused.length,
      ...countTotals(ranking.clusters),
    },
    clusters: ranking.clusters,
    suppressed: {
      allowlisted: facts.allowed.matched,
      too_small: linkedAlone(fused, ranking),
      snoozed: ranking.snoozed,
    },
    // A part of the accounts cannot tell that a cluster is gone.
    gone: isPart(options) ? [] : ranking.gone,
    limits_hit: [...partLimits(facts), ...facts.evidence.flatMap(({ limits }) => limits), ...ranking.limits_hit],
    privacy: options.privacy,
  };
  return { schema: 'lockstep.report/1', report_id: reportId(runId, ranking, hash), ...body };
}

/** Names the report's content: the run, and each cluster with its score and band. */
function reportId(runId: string, ranking: Ranking, hash: Hash): string {
  const lines = ranking.clusters.map((c) => `${c.cluster_id} ${c.lineage_id} ${c.score} ${c.band}\n`);
  return hashText(`${runId}\n${lines.join('')}`, hash).slice(0, 16);
}

function describeLayer(layer: Layer, snapshot: EdgeColumns, facts: RunFacts, l: number): ReportLayer {
  const { settings } = layer;
  const active = countActive(layer);
  const edges = snapshot.layer.reduce((count, own) => count + (own === l ? 1 : 0), 0);
  const capped = Array.from(layer.cappedEntities).sort(
    (x, y) => populationOf(layer, y) - populationOf(layer, x) || x - y,
  );
  const isEnough = active >= LEAST_ACCOUNTS && edges >= LEAST_EDGES;
  return {
    name: layer.name,
    type: settings.type,
    type_reason: layer.typeReason,
    span_ms: settings.spanMs,
    cap: settings.cap,
    min_shared: settings.minShared,
    edges,
    accounts: active,
    entities: layer.entityCount,
    links: facts.backbones[l]?.length ?? 0,
    capped: capped.slice(0, MOST_CAPPED).map((e) => ({
      entity: stringAt(facts.typed.columns.entities, layer.entityIds[e] as number),
      population: populationOf(layer, e),
    })),
    capped_total: capped.length,
    coverage: round(layer.accountCount === 0 ? 0 : active / layer.accountCount),
    status: isEnough ? 'ok' : 'insufficient_data',
  };
}

function countActive(layer: Layer): number {
  let active = 0;
  for (let account = 0; account < layer.accountCount; account++) {
    if ((layer.accountOffsets[account + 1] as number) > (layer.accountOffsets[account] as number)) active++;
  }
  return active;
}

/** Accounts that have a link and are in no cluster of two. */
function linkedAlone(fused: FusedGraph, ranking: Ranking): number {
  const isLinked = new Uint8Array(fused.accountCount);
  for (let i = 0; i < fused.length; i++) {
    isLinked[fused.a[i] as number] = 1;
    isLinked[fused.b[i] as number] = 1;
  }
  const linked = isLinked.reduce((sum, flag) => sum + flag, 0);
  return Math.max(0, linked - ranking.clusters.reduce((sum, { size }) => sum + size, 0));
}

function instantOrNull(ms: number | null): string | null {
  return ms === null ? null : instantOf(ms);
}

function hashText(text: string, hash: Hash): string {
  return hash([new TextEncoder().encode(text)]);
}
