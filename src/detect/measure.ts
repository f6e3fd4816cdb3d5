/**
 * How strongly a cluster holds together, member by member:
 *
 *   x_i = E² · ln(1 + own_i) + ln(1 + proof_i / cost)
 *
 * E, exclusivity, is the share of all that the members do and hold that other members do and hold too; single uses and
 * hubs count as outside. own_i adds the member's direct links inside, the value of its shared entities times the part
 * of their holders that is inside, and what its links that are no proof carry in units of the cost. proof_i are the
 * nats of its links that pay for themselves. A score is 1 - exp(-x / 3); a cluster's is that of its members' mean.
 */
import type { Cluster } from '../model/cluster.ts';
import type { FusedGraph } from '../model/similarity-graph.ts';
import { populationOf } from './holders-surprise.ts';
import type { LinkedLayer } from './holdings.ts';
import { isTimedAction, type SharingValue } from './sharing-value.ts';

const SCALE = 3;

export type MeasureContext = {
  readonly fused: FusedGraph;
  /** Accounts of the whole. */
  readonly accounts: number;
  /** By layer the chance that two of the middle crowd act together; asked for only of a part of a whole. */
  readonly usualChance: readonly number[];
  readonly layers: readonly LinkedLayer[];
  readonly values: readonly SharingValue[];
  readonly leastProof: number;
  /** Scratch: each account's place among the members of the cluster at hand, else -1. */
  readonly placeOf: Int32Array;
};

/** What is taken away before measuring, -1 = nothing. `entity` is in layer `entityLayer`. */
export type Removal = {
  readonly layer: number;
  readonly entityLayer: number;
  readonly entity: number;
  readonly account: number;
};

export const NOTHING: Removal = { layer: -1, entityLayer: -1, entity: -1, account: -1 };

export type Measure = {
  readonly exclusivity: number;
  /** Each member's own links and shared entities, before exclusivity. */
  readonly own: Float64Array;
  /** Each member's paid-for nats. */
  readonly proof: Float64Array;
  readonly strength: Float64Array;
  /** Members that are still tied to another. */
  readonly tied: number;
  readonly mean: number;
};

export function toScore(strength: number): number {
  return 1 - Math.exp(-strength / SCALE);
}

export function measureCluster(cluster: Cluster, context: MeasureContext, removal: Removal): Measure {
  const { members } = cluster;
  const own = new Float64Array(members.length);
  const proof = new Float64Array(members.length);
  const isTied = new Uint8Array(members.length);
  members.forEach((account, place) => {
    context.placeOf[account] = account === removal.account ? -1 : place;
  });
  addLinks(cluster, context, removal, { own, proof, isTied });
  addSharedEntities(cluster, context, removal, own, isTied);
  for (const account of members) context.placeOf[account] = -1;
  const exclusivity = exclusivityOf(cluster, removal.layer);
  const strength = Float64Array.from(own, (mine, i) => {
    return exclusivity ** 2 * Math.log1p(mine) + Math.log1p((proof[i] as number) / context.leastProof);
  });
  const tied = isTied.reduce((sum, flag) => sum + flag, 0);
  const counted = removal.account < 0 ? members.length : Math.max(1, members.length - 1);
  return { exclusivity, own, proof, strength, tied, mean: strength.reduce((sum, x) => sum + x, 0) / counted };
}

function exclusivityOf(cluster: Cluster, withoutLayer: number): number {
  let all = 0;
  let inside = 0;
  cluster.holdings.forEach((count, l) => {
    if (l === withoutLayer) return;
    all += count;
    inside += cluster.holdingsInside[l] as number;
  });
  return all === 0 ? 0 : inside / all;
}

type Sums = { readonly own: Float64Array; readonly proof: Float64Array; readonly isTied: Uint8Array };

function addLinks(cluster: Cluster, context: MeasureContext, removal: Removal, sums: Sums): void {
  const { fused, layers, placeOf, leastProof } = context;
  const acts = layers.map(({ layer }) => isTimedAction(layer));
  for (const i of cluster.links) {
    const a = placeOf[fused.a[i] as number] as number;
    const b = placeOf[fused.b[i] as number] as number;
    if (a < 0 || b < 0) continue;
    let act = 0;
    let resource = 0;
    let direct = 0;
    let any = 0;
    for (let l = 0; l < layers.length; l++) {
      if (l === removal.layer) continue;
      let nats = (fused.parts[l] as Float64Array)[i] as number;
      if (nats <= 0) continue;
      if (l === removal.entityLayer && acts[l]) nats *= 1 - 1 / Math.max(2, fused.count[i] as number);
      any++;
      const type = (layers[l] as LinkedLayer).layer.settings.type;
      if (acts[l]) act = Math.max(act, nats);
      else if (type === 'resource') resource += nats;
      else if (type === 'interaction') direct++;
    }
    const paid = act + resource >= leastProof ? act + resource : 0;
    const unpaid = paid > 0 ? 0 : act / leastProof;
    for (const end of [a, b]) {
      sums.own[end] = (sums.own[end] as number) + direct + unpaid;
      sums.proof[end] = (sums.proof[end] as number) + paid;
      if (any > 0) sums.isTied[end] = 1;
    }
  }
}

function addSharedEntities(
  cluster: Cluster,
  context: MeasureContext,
  removal: Removal,
  own: Float64Array,
  isTied: Uint8Array,
): void {
  const { shared } = cluster;
  for (let s = 0; s < shared.length; s++) {
    const l = shared.layer[s] as number;
    const e = shared.entity[s] as number;
    if (l === removal.layer || (l === removal.entityLayer && e === removal.entity)) continue;
    const { layer } = context.layers[l] as LinkedLayer;
    const inside = shared.inside[s] as number;
    const value = ((context.values[l] as SharingValue)(e, inside) * inside) / populationOf(layer, e);
    if (value <= 0) continue;
    const to = layer.entityOffsets[e + 1] as number;
    for (let c = layer.entityOffsets[e] as number; c < to; c++) {
      const place = context.placeOf[layer.entityAccounts[c] as number] as number;
      if (place < 0) continue;
      own[place] = (own[place] as number) + value;
      isTied[place] = 1;
    }
  }
}
