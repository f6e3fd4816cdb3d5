/** Which entities bind each cluster: those that at least two of its members hold, in layers where sharing is evidence. */
import type { SharedEntities } from '../model/cluster.ts';
import type { Layer } from '../model/layer.ts';
import { populationOf } from './holders-surprise.ts';

const HUB = 1_000;

/**
 * `clusterOf` = each account's cluster or -1. Entities over the layer's cap, or with more than 1,000 holders, bind nobody:
 * they are hubs.
 * For an interaction layer nothing is listed: its links themselves are the evidence.
 */
export function shareEntities(
  layers: readonly Layer[],
  clusterOf: Int32Array,
  clusters: number,
): readonly SharedEntities[] {
  const rows = countSharings(layers, clusterOf, clusters, null);
  const found = Array.from(rows, (length) => ({
    length,
    layer: new Uint16Array(length),
    entity: new Uint32Array(length),
    inside: new Uint32Array(length),
  }));
  countSharings(layers, clusterOf, clusters, found);
  return found;
}

/** Walks every sharing; counts them by cluster, or, given the columns, fills them. */
function countSharings(
  layers: readonly Layer[],
  clusterOf: Int32Array,
  clusters: number,
  columns: readonly SharedEntities[] | null,
): Uint32Array {
  const sharings = new Uint32Array(clusters);
  const inside = new Uint32Array(clusters);
  const touched = new Uint32Array(clusters);
  layers.forEach((layer, l) => {
    if (layer.settings.type === 'interaction') return;
    for (let e = 0; e < layer.entityCount; e++) {
      const from = layer.entityOffsets[e] as number;
      const to = layer.entityOffsets[e + 1] as number;
      if (to - from < 2 || populationOf(layer, e) > Math.min(HUB, layer.settings.cap)) continue;
      let touches = 0;
      for (let c = from; c < to; c++) {
        const cluster = clusterOf[layer.entityAccounts[c] as number] as number;
        if (cluster < 0) continue;
        if (inside[cluster] === 0) touched[touches++] = cluster;
        inside[cluster] = (inside[cluster] as number) + 1;
      }
      for (let t = 0; t < touches; t++) {
        const cluster = touched[t] as number;
        const members = inside[cluster] as number;
        inside[cluster] = 0;
        if (members < 2) continue;
        const place = sharings[cluster] as number;
        sharings[cluster] = place + 1;
        const column = columns?.[cluster];
        if (column === undefined) continue;
        column.layer[place] = l;
        column.entity[place] = e;
        column.inside[place] = members;
      }
    }
  });
  return sharings;
}
