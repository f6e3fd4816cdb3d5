/**
 * The exact entities and times behind a cluster, most telling first: synchronised sharings before others, then by how
 * many members and how few outsiders hold the entity. Direct links stand as rows too: the entity is then the member
 * that others link to.
 */
import type { EvidenceRow } from '../model/findings.ts';
import type { Layer } from '../model/layer.ts';
import { type StringTable, stringAt } from '../model/string-table.ts';
import { populationOf } from './holders-surprise.ts';
import { instantOf } from './instant.ts';
import type { ScoredCluster } from './score.ts';

export type EvidenceSources = {
  readonly layers: readonly Layer[];
  readonly accounts: StringTable;
  readonly entities: StringTable;
  /** By layer: the entity that each account is, -1 when it is none; `null` for a layer that is no interaction. */
  readonly entityOf: readonly (Int32Array | null)[];
  /** Scratch: each account's place among the members of the cluster at hand, else -1. */
  readonly placeOf: Int32Array;
};

type Telling = { readonly layer: number; readonly entity: number; readonly inside: number; readonly weight: number };

/** The first `most` rows, and how many there are in all. */
export function collectEvidence(
  scored: ScoredCluster,
  clusterId: string,
  sources: EvidenceSources,
  most: number,
): { readonly rows: readonly EvidenceRow[]; readonly total: number } {
  const { members } = scored.cluster;
  members.forEach((account, place) => {
    sources.placeOf[account] = place;
  });
  const telling = [...sharedRows(scored, sources.layers), ...directRows(scored, sources)];
  telling.sort((x, y) => y.weight - x.weight || x.layer - y.layer || x.entity - y.entity);
  const rows = telling.slice(0, most).map((row, i) => evidenceRow(row, `${clusterId}:${i + 1}`, clusterId, sources));
  for (const account of members) sources.placeOf[account] = -1;
  return { rows, total: telling.length };
}

function sharedRows({ cluster, profile }: ScoredCluster, layers: readonly Layer[]): readonly Telling[] {
  const { shared } = cluster;
  return Array.from({ length: shared.length }, (_, s) => {
    const layer = shared.layer[s] as number;
    const entity = shared.entity[s] as number;
    const inside = shared.inside[s] as number;
    const together = profile.synchrony.together[s] as number;
    const population = populationOf(layers[layer] as Layer, entity);
    return { layer, entity, inside, weight: (Math.log2(inside) * inside + 2 * together) * (inside / population) };
  });
}

function directRows({ cluster }: ScoredCluster, { layers, entityOf, placeOf }: EvidenceSources): readonly Telling[] {
  const rows: Telling[] = [];
  layers.forEach((layer, l) => {
    const entities = entityOf[l];
    if (entities === null || entities === undefined || cluster.holdingsInside[l] === 0) return;
    for (const account of cluster.members) {
      const entity = entities[account] as number;
      if (entity < 0) continue;
      let inside = 0;
      const to = layer.entityOffsets[entity + 1] as number;
      for (let c = layer.entityOffsets[entity] as number; c < to; c++) {
        if ((placeOf[layer.entityAccounts[c] as number] as number) >= 0) inside++;
      }
      if (inside > 0) rows.push({ layer: l, entity, inside, weight: (inside * inside) / populationOf(layer, entity) });
    }
  });
  return rows;
}

function evidenceRow(row: Telling, ref: string, clusterId: string, sources: EvidenceSources): EvidenceRow {
  const layer = sources.layers[row.layer] as Layer;
  const members: { account_id: string; at: string[] }[] = [];
  const to = layer.entityOffsets[row.entity + 1] as number;
  for (let c = layer.entityOffsets[row.entity] as number; c < to; c++) {
    const account = layer.entityAccounts[c] as number;
    if ((sources.placeOf[account] as number) < 0) continue;
    const times = layer.at.subarray(layer.cellOffsets[c] as number, layer.cellOffsets[c + 1] as number);
    members.push({ account_id: stringAt(sources.accounts, account), at: Array.from(times.subarray(0, 20), instantOf) });
  }
  return {
    ref,
    cluster_id: clusterId,
    layer: layer.name,
    entity: stringAt(sources.entities, layer.entityIds[row.entity] as number),
    population: populationOf(layer, row.entity),
    members,
  };
}
