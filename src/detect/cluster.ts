/** From groups of accounts to clusters: who is how tied, by which links and entities, and who stands at the edge. */
import type { Cluster } from '../model/cluster.ts';
import type { Tier } from '../model/report.ts';
import type { FusedGraph } from '../model/similarity-graph.ts';
import { countHoldings, type LinkedLayer } from './holdings.ts';
import type { Group } from './partition.ts';
import type { SecondOpinions } from './second-opinions.ts';
import { agreementOf } from './second-opinions.ts';
import { shareEntities } from './shared-entities.ts';

const BYSTANDER_SHARE = 0.1;
const CORE_SHARE = 0.5;

export function describeClusters(
  groups: readonly Group[],
  fused: FusedGraph,
  layers: readonly LinkedLayer[],
  leastProof: number,
  opinions: SecondOpinions,
): readonly Cluster[] {
  const clusterOf = new Int32Array(fused.accountCount).fill(-1);
  groups.forEach((group, g) => {
    for (const account of group.members) clusterOf[account] = g;
  });
  const links = linksOf(groups.length, fused, clusterOf);
  const shared = shareEntities(
    layers.map(({ layer }) => layer),
    clusterOf,
    groups.length,
  );
  const ties = tiesOf(fused, clusterOf, leastProof);
  const holdings = layers.map(countHoldings);
  const insideLinks = layers.map(({ direct }) => (direct === null ? null : insideNeighbours(direct, clusterOf)));
  return groups.map((group, g): Cluster => {
    const strength = Float64Array.from(group.members, (account) => ties.inside[account] as number);
    const sharedHere = shared[g] as Cluster['shared'];
    const sharedBy = sharedByLayer(sharedHere, layers.length);
    return {
      kind: group.kind,
      members: group.members,
      tier: tiersOf(group, strength, opinions.core),
      strength,
      proof: Float64Array.from(group.members, (account) => ties.proof[account] as number),
      membership: Float64Array.from(group.members, (account) => shareOf(ties.inside[account], ties.all[account])),
      cell: cellsOf(group),
      cells: group.cells,
      links: links[g] as Uint32Array,
      shared: sharedHere,
      holdings: holdings.map((column) => sumAt(column, group.members)),
      holdingsInside: insideLinks.map((column, l) =>
        column === null ? (sharedBy[l] as number) : sumAt(column, group.members),
      ),
      agreement: agreementOf(group.members, opinions),
    };
  });
}

/** Places in the fused graph of the links inside each cluster. */
function linksOf(clusters: number, fused: FusedGraph, clusterOf: Int32Array): readonly Uint32Array[] {
  const counts = new Uint32Array(clusters);
  const clusterAt = (i: number) => {
    const cluster = clusterOf[fused.a[i] as number] as number;
    return cluster === clusterOf[fused.b[i] as number] ? cluster : -1;
  };
  for (let i = 0; i < fused.length; i++) {
    const cluster = clusterAt(i);
    if (cluster >= 0) counts[cluster] = (counts[cluster] as number) + 1;
  }
  const links = Array.from(counts, (count) => new Uint32Array(count));
  counts.fill(0);
  for (let i = 0; i < fused.length; i++) {
    const cluster = clusterAt(i);
    if (cluster < 0) continue;
    const place = counts[cluster] as number;
    (links[cluster] as Uint32Array)[place] = i;
    counts[cluster] = place + 1;
  }
  return links;
}

type Ties = { readonly inside: Float64Array; readonly all: Float64Array; readonly proof: Float64Array };

/** Nats of each account's links: inside its cluster, in all, and those inside that pay for themselves. */
function tiesOf(fused: FusedGraph, clusterOf: Int32Array, leastProof: number): Ties {
  const inside = new Float64Array(fused.accountCount);
  const all = new Float64Array(fused.accountCount);
  const proof = new Float64Array(fused.accountCount);
  for (let i = 0; i < fused.length; i++) {
    const a = fused.a[i] as number;
    const b = fused.b[i] as number;
    const nats = fused.weight[i] as number;
    const paid = (fused.proof[i] as number) >= leastProof ? (fused.proof[i] as number) : 0;
    const isInside = clusterOf[a] === clusterOf[b] && (clusterOf[a] as number) >= 0;
    for (const end of [a, b]) {
      all[end] = (all[end] as number) + nats;
      if (!isInside) continue;
      inside[end] = (inside[end] as number) + nats;
      proof[end] = (proof[end] as number) + paid;
    }
  }
  return { inside, all, proof };
}

function insideNeighbours(direct: NonNullable<LinkedLayer['direct']>, clusterOf: Int32Array): Uint32Array {
  const inside = new Uint32Array(direct.vertexCount);
  for (let v = 0; v < direct.vertexCount; v++) {
    const own = clusterOf[v] as number;
    if (own < 0) continue;
    const to = direct.offsets[v + 1] as number;
    let count = 0;
    for (let i = direct.offsets[v] as number; i < to; i++) if (clusterOf[direct.targets[i] as number] === own) count++;
    inside[v] = count;
  }
  return inside;
}

/** Core: at least half the middle member's evidence, and dense by the second opinion too. Bystander: less than a tenth of it. */
function tiersOf(group: Group, strength: Float64Array, core: Int32Array): readonly Tier[] {
  const middle = strength.slice().sort()[strength.length >>> 1] as number;
  return Array.from(strength, (nats, i): Tier => {
    if (nats < BYSTANDER_SHARE * middle) return 'bystander';
    const isDense = group.members.length < 4 || (core[group.members[i] as number] as number) >= 0;
    return isDense && nats >= CORE_SHARE * middle ? 'core' : 'periphery';
  });
}

function cellsOf(group: Group): Int32Array {
  const cell = new Int32Array(group.members.length).fill(-1);
  const place = new Map(Array.from(group.members, (account, i) => [account, i]));
  group.cells.forEach((accounts, c) => {
    for (const account of accounts) cell[place.get(account) as number] = c;
  });
  return cell;
}

function sharedByLayer(shared: Cluster['shared'], layers: number): Float64Array {
  const holdings = new Float64Array(layers);
  for (let i = 0; i < shared.length; i++) {
    const l = shared.layer[i] as number;
    holdings[l] = (holdings[l] as number) + (shared.inside[i] as number);
  }
  return holdings;
}

function shareOf(part: number | undefined, whole: number | undefined): number {
  return whole === undefined || whole === 0 ? 0 : (part ?? 0) / whole;
}

function sumAt(column: Uint32Array, accounts: Uint32Array): number {
  let sum = 0;
  for (const account of accounts) sum += column[account] as number;
  return sum;
}
