/** What the pictures of one cluster show, cut to what an eye can take in; every cut says how much there was. */
import type { ClusterFigures, GraphFigure, MatrixFigure } from '../model/findings.ts';
import type { FusedGraph } from '../model/similarity-graph.ts';
import { stringAt } from '../model/string-table.ts';
import type { EvidenceSources } from './evidence.ts';
import type { OrdinaryAccount } from './ordinary-accounts.ts';
import { drawRasters } from './raster.ts';
import type { ScoredCluster } from './score.ts';
import { round } from './signals.ts';

const MOST_LINKS = 300;
const MOST_ROWS = 40;
const MOST_COLUMNS = 60;

export function drawFigures(
  scored: ScoredCluster,
  clusterId: string,
  fused: FusedGraph,
  sources: EvidenceSources,
  ordinary: readonly OrdinaryAccount[],
): ClusterFigures {
  const rasters = drawRasters(scored.cluster, sources, ordinary);
  return {
    cluster_id: clusterId,
    graph: drawGraph(scored, fused, sources),
    raster: rasters?.members ?? null,
    organic: rasters?.organic ?? null,
    matrix: rasters === null ? drawMatrix(scored, fused, sources) : null,
  };
}

function drawGraph({ cluster }: ScoredCluster, fused: FusedGraph, sources: EvidenceSources): GraphFigure {
  const place = placesOf(cluster.members);
  const strongest = Array.from(cluster.links).sort(
    (x, y) => (fused.weight[y] as number) - (fused.weight[x] as number) || x - y,
  );
  const links = strongest.slice(0, MOST_LINKS).map((i) => {
    const layer = strongestLayer(fused, i);
    const ends = [place.get(fused.a[i] as number) ?? 0, place.get(fused.b[i] as number) ?? 0] as const;
    return [ends[0], ends[1], round(fused.weight[i] as number), layer] as const;
  });
  return {
    accounts: Array.from(cluster.members, (account) => stringAt(sources.accounts, account)),
    layers: fused.layerNames,
    links,
    links_total: cluster.links.length,
  };
}

export function strongestLayer(fused: FusedGraph, link: number): number {
  let best = 0;
  fused.parts.forEach((part, l) => {
    if ((part[link] as number) > (fused.parts[best]?.[link] ?? 0)) best = l;
  });
  return best;
}

/** Members against the entities that most of them hold, or, where links are all there is, against each other. */
function drawMatrix(scored: ScoredCluster, fused: FusedGraph, sources: EvidenceSources): MatrixFigure {
  const { cluster } = scored;
  const order = Array.from(cluster.members.keys()).sort(
    (x, y) => (cluster.strength[y] as number) - (cluster.strength[x] as number) || x - y,
  );
  const shown = order.slice(0, MOST_ROWS);
  const rowOf = new Map(shown.map((member, row) => [cluster.members[member] as number, row]));
  const accounts = shown.map((member) => stringAt(sources.accounts, cluster.members[member] as number));
  const shared =
    cluster.shared.length > 0 ? sharedColumns(scored, rowOf, sources) : linkColumns(scored, rowOf, fused, accounts);
  return { accounts, ...shared, accounts_total: cluster.members.length };
}

type Columns = Pick<MatrixFigure, 'entities' | 'cells' | 'entities_total'>;

function sharedColumns(
  { cluster }: ScoredCluster,
  rowOf: ReadonlyMap<number, number>,
  sources: EvidenceSources,
): Columns {
  const { shared } = cluster;
  const widest = Array.from({ length: shared.length }, (_, s) => s)
    .sort((x, y) => (shared.inside[y] as number) - (shared.inside[x] as number) || x - y)
    .slice(0, MOST_COLUMNS);
  const cells: (readonly [number, number])[] = [];
  const entities = widest.map((s, column) => {
    const layer = sources.layers[shared.layer[s] as number];
    const entity = shared.entity[s] as number;
    if (layer === undefined) return { layer: '', entity: '' };
    const to = layer.entityOffsets[entity + 1] as number;
    for (let c = layer.entityOffsets[entity] as number; c < to; c++) {
      const row = rowOf.get(layer.entityAccounts[c] as number);
      if (row !== undefined) cells.push([row, column]);
    }
    return { layer: layer.name, entity: stringAt(sources.entities, layer.entityIds[entity] as number) };
  });
  return { entities, cells, entities_total: shared.length };
}

function linkColumns(
  { cluster }: ScoredCluster,
  rowOf: ReadonlyMap<number, number>,
  fused: FusedGraph,
  accounts: readonly string[],
): Columns {
  const cells: (readonly [number, number])[] = [];
  for (const i of cluster.links) {
    const a = rowOf.get(fused.a[i] as number);
    const b = rowOf.get(fused.b[i] as number);
    if (a !== undefined && b !== undefined) cells.push([a, b], [b, a]);
  }
  const layer = fused.layerNames[strongestLayer(fused, cluster.links[0] ?? 0)] ?? '';
  return { entities: accounts.map((entity) => ({ layer, entity })), cells, entities_total: cluster.members.length };
}

function placesOf(members: Uint32Array): ReadonlyMap<number, number> {
  return new Map(Array.from(members, (account, i) => [account, i]));
}
