/** The numbers of one cluster that signals, checks and bands read, measured once. */
import type { Cluster } from '../model/cluster.ts';
import type { LayerType } from '../model/layer.ts';
import { accountsOf } from './accounts-of.ts';
import { type AgainstOutsiders, compareWithOutsiders } from './against-outsiders.ts';
import { populationOf } from './holders-surprise.ts';
import { type Measure, type MeasureContext, measureCluster, NOTHING } from './measure.ts';
import { isTimedAction } from './sharing-value.ts';
import { type Synchrony, synchronyOf } from './synchrony.ts';

/** Entities that two accounts must have acted on together before their link counts as synchrony. */
const LEAST_CO_ACTIONS = 3;

export type Profile = {
  readonly cluster: Cluster;
  readonly measure: Measure;
  readonly synchrony: Synchrony;
  /** Links over possible links, 0 to 1. */
  readonly density: number;
  /** Share of the members, bystanders apart, with a paid-for link of at least three co-actions. */
  readonly synchronised: number;
  /** Nats inside by layer. */
  readonly natsByLayer: readonly number[];
  /** Kinds of layers that tie at least half of the members. */
  readonly kinds: ReadonlySet<LayerType>;
  /** Resource layers that tie at least half of the members. */
  readonly resources: number;
  /** The largest population among the resource entities that most members share, 0 without. */
  readonly sharedPopulation: number;
  /** Share of the accounts of the layer that hold the widest of the entities acted on together, middle one. */
  readonly reach: number;
  readonly outsiders: AgainstOutsiders;
  /** Share of all links that the best linked member is in. */
  readonly hubShare: number;
};

export function profileCluster(cluster: Cluster, context: MeasureContext): Profile {
  const layers = context.layers.map(({ layer }) => layer);
  const ties = tiesByLayer(cluster, context);
  const possible = (cluster.members.length * (cluster.members.length - 1)) / 2;
  const half = cluster.members.length / 2;
  const tying = layers.filter((_, l) => (ties.membersByLayer[l] as number) >= half);
  return {
    cluster,
    measure: measureCluster(cluster, context, NOTHING),
    synchrony: synchronyOf(cluster, layers, context.placeOf),
    density: cluster.links.length / possible,
    synchronised: ties.synchronised,
    natsByLayer: ties.natsByLayer,
    kinds: new Set(tying.map((layer) => layer.settings.type)),
    resources: tying.filter((layer) => layer.settings.type === 'resource').length,
    sharedPopulation: sharedPopulation(cluster, context),
    reach: reachOf(cluster, context),
    outsiders: compareWithOutsiders(cluster, layers, context.placeOf, context.usualChance),
    hubShare: ties.hubShare,
  };
}

type TiesByLayer = {
  readonly natsByLayer: readonly number[];
  readonly membersByLayer: readonly number[];
  readonly synchronised: number;
  readonly hubShare: number;
};

function tiesByLayer(cluster: Cluster, { fused, layers, leastProof }: MeasureContext): TiesByLayer {
  const place = new Map(Array.from(cluster.members, (account, i) => [account, i]));
  const natsByLayer = layers.map(() => 0);
  const tied = layers.map(() => new Uint8Array(cluster.members.length));
  const isInStep = new Uint8Array(cluster.members.length);
  const degree = new Uint32Array(cluster.members.length);
  for (const i of cluster.links) {
    const ends = [place.get(fused.a[i] as number) as number, place.get(fused.b[i] as number) as number];
    const inStep = (fused.proof[i] as number) >= leastProof && (fused.count[i] as number) >= LEAST_CO_ACTIONS;
    for (const end of ends) {
      degree[end] = (degree[end] as number) + 1;
      if (inStep) isInStep[end] = 1;
    }
    for (let l = 0; l < layers.length; l++) {
      const nats = (fused.parts[l] as Float64Array)[i] as number;
      if (nats <= 0) continue;
      natsByLayer[l] = (natsByLayer[l] as number) + nats;
      for (const end of ends) (tied[l] as Uint8Array)[end] = 1;
    }
  }
  const standing = cluster.tier.filter((tier) => tier !== 'bystander').length;
  const inStep = cluster.tier.filter((tier, i) => tier !== 'bystander' && isInStep[i] === 1).length;
  return {
    natsByLayer,
    membersByLayer: tied.map((flags) => flags.reduce((sum, flag) => sum + flag, 0)),
    synchronised: standing === 0 ? 0 : inStep / standing,
    hubShare: cluster.links.length === 0 ? 0 : degree.reduce((most, d) => Math.max(most, d), 0) / cluster.links.length,
  };
}

function sharedPopulation(cluster: Cluster, { layers }: MeasureContext): number {
  let most = 0;
  for (let s = 0; s < cluster.shared.length; s++) {
    const layer = layers[cluster.shared.layer[s] as number]?.layer;
    if (layer?.settings.type !== 'resource' || (cluster.shared.inside[s] as number) * 2 < cluster.members.length)
      continue;
    most = Math.max(most, populationOf(layer, cluster.shared.entity[s] as number));
  }
  return most;
}

function reachOf(cluster: Cluster, { layers }: MeasureContext): number {
  const shares: number[] = [];
  for (let s = 0; s < cluster.shared.length; s++) {
    const layer = layers[cluster.shared.layer[s] as number]?.layer;
    if (layer === undefined || !isTimedAction(layer)) continue;
    shares.push(populationOf(layer, cluster.shared.entity[s] as number) / accountsOf(layer));
  }
  shares.sort((x, y) => x - y);
  return shares[shares.length >>> 1] ?? 0;
}
