/** What is left of a cluster, its members held fixed, without a layer, without its strongest entity, without its strongest account. */
import type { Robustness } from '../model/report.ts';
import { populationOf } from './holders-surprise.ts';
import { type MeasureContext, measureCluster, NOTHING, type Removal, toScore } from './measure.ts';
import type { Profile } from './profile.ts';
import { round } from './signals.ts';

/** Members that must stay tied, and the part of the score that must be left, for a cluster to survive. */
const SURVIVING_SHARE = 0.5;

export type Removals = {
  readonly layers: readonly Robustness[];
  readonly entity: Robustness | null;
  readonly account: Robustness | null;
};

export type Names = {
  readonly layer: (layer: number) => string;
  readonly entity: (layer: number, entity: number) => string;
  readonly account: (account: number) => string;
};

export function testRobustness(profile: Profile, context: MeasureContext, left: number, names: Names): Removals {
  const test = (removed: string, removal: Partial<Removal>): Robustness => {
    const measure = measureCluster(profile.cluster, context, { ...NOTHING, ...removal });
    const whole = profile.measure;
    const survives = measure.tied >= SURVIVING_SHARE * whole.tied && measure.mean >= SURVIVING_SHARE * whole.mean;
    return { removed, score: round(toScore(measure.mean) * left), members: measure.tied, survives };
  };
  const tying = context.layers.flatMap((_, l) => (isTying(profile, l) ? [l] : []));
  const entity = strongestEntity(profile, context);
  const account = strongestAccount(profile);
  return {
    layers: tying.map((layer) => test(names.layer(layer), { layer })),
    entity:
      entity === null
        ? null
        : test(names.entity(entity.layer, entity.entity), { entityLayer: entity.layer, entity: entity.entity }),
    account: account === null ? null : test(names.account(account), { account }),
  };
}

function isTying({ cluster, natsByLayer }: Profile, layer: number): boolean {
  return (natsByLayer[layer] as number) > 0 || (cluster.holdingsInside[layer] as number) > 0;
}

/** The entity that the most members hold; of equals the one that the fewest others hold, then the first. */
function strongestEntity({ cluster }: Profile, { layers }: MeasureContext): { layer: number; entity: number } | null {
  let best: { layer: number; entity: number; inside: number; population: number } | null = null;
  for (let s = 0; s < cluster.shared.length; s++) {
    const layer = cluster.shared.layer[s] as number;
    const entity = cluster.shared.entity[s] as number;
    const inside = cluster.shared.inside[s] as number;
    if (best !== null && inside < best.inside) continue;
    const holder = layers[layer]?.layer;
    const population = holder === undefined ? 0 : populationOf(holder, entity);
    if (best === null || inside > best.inside || population < best.population)
      best = { layer, entity, inside, population };
  }
  return best;
}

function strongestAccount({ cluster }: Profile): number | null {
  if (cluster.members.length < 3) return null;
  let best = 0;
  cluster.strength.forEach((nats, i) => {
    if (nats > (cluster.strength[best] as number)) best = i;
  });
  return cluster.members[best] as number;
}
