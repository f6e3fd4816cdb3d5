/** One hop of a neighbourhood: from accounts over their entities to other accounts. */
import { DEFAULT_SETTINGS } from '../model/layer.ts';
import type { NeighbourhoodBounds, UnfollowedEntity } from '../model/neighbourhood.ts';
import { type Giver, passOn } from './pass-on.ts';
import type { SnapshotReader } from './snapshot-reader.ts';

export type Unfollowed = { readonly entity: number } & Pick<UnfollowedEntity, 'population' | 'bound'>;

export type Crossing = {
  readonly reader: SnapshotReader;
  readonly bounds: NeighbourhoodBounds;
  readonly interactions: readonly string[];
  /** Entities that were met before, followed or not. */
  readonly met: Set<number>;
  readonly unfollowed: Unfollowed[];
};

/** `nearness` of the accounts to start from, in their order; returns that of the accounts that are reached, the first ones too. */
export async function crossEntities(
  crossing: Crossing,
  nearness: ReadonlyMap<number, number>,
): Promise<ReadonlyMap<number, number>> {
  const { reader } = crossing;
  const givers = await spread(crossing, nearness);
  const chosen = await choose(crossing, givers);
  const { offsets, items, firstAt } = await reader.holdersOf(Uint32Array.from(chosen));
  const reached = new Map<number, number>();
  const add = (account: number, share: number) => reached.set(account, (reached.get(account) ?? 0) + share);
  const asAccount = await accountsAmong(crossing, chosen);
  chosen.forEach((entity, i) => {
    const [from, to] = [offsets[i] as number, offsets[i + 1] as number];
    const holders = { accounts: items.subarray(from, to), firstAt: firstAt.subarray(from, to) };
    const own = givers.get(entity) ?? [];
    passOn(own, holders, DEFAULT_SETTINGS.action.spanMs, add);
    const account = asAccount.get(entity);
    if (account !== undefined) add(account, sumOf(own) / (to - from));
  });
  return reached;
}

/**
 * Each account gives its nearness to its entities in equal parts, and as much to the entity that it is itself to others;
 * entities that were met before give nothing on.
 */
async function spread(
  { reader, interactions, met }: Crossing,
  nearness: ReadonlyMap<number, number>,
): Promise<ReadonlyMap<number, readonly Giver[]>> {
  const accounts = Uint32Array.from(nearness.keys());
  const { offsets, items, firstAt } = await reader.holdingsOf(accounts);
  const own: Uint32Array[] = [];
  for (const layer of interactions) own.push(await reader.asEntities(layer, accounts));
  const givers = new Map<number, Giver[]>();
  accounts.forEach((account, place) => {
    const [from, to] = [offsets[place] as number, offsets[place + 1] as number];
    const share = (nearness.get(account) as number) / Math.max(1, to - from);
    const give = (entity: number, at: number) => {
      if (met.has(entity)) return;
      const known = givers.get(entity);
      if (known === undefined) givers.set(entity, [{ share, at }]);
      else known.push({ share, at });
    };
    for (let k = from; k < to; k++) give(items[k] as number, firstAt[k] as number);
    const held = items.subarray(from, to);
    for (const entities of own) {
      const self = entities[place] as number;
      if (!held.includes(self)) give(self, Number.NaN);
    }
  });
  for (const entity of givers.keys()) met.add(entity);
  return givers;
}

/** The entities to follow, those that give most to each holder first, until the ties that one hop may follow are used up. */
async function choose(
  { reader, bounds, interactions, unfollowed }: Crossing,
  givers: ReadonlyMap<number, readonly Giver[]>,
): Promise<readonly number[]> {
  const entities = Uint32Array.from(givers.keys());
  const populations = await reader.populationsOf(entities, bounds.population);
  const asAccounts = new Set(interactions);
  const ranked: { readonly entity: number; readonly population: number; readonly share: number }[] = [];
  entities.forEach((entity, i) => {
    const population = populations[i] as number;
    if (population > bounds.population) unfollowed.push({ entity, population, bound: 'population' });
    // behind what one account holds there is nobody else, unless it is an account itself
    else if (population > 1 || (population === 1 && asAccounts.has(reader.layerOf(entity))))
      ranked.push({ entity, population, share: sumOf(givers.get(entity) ?? []) / population });
  });
  ranked.sort((a, b) => b.share - a.share || reader.compareEntities(a.entity, b.entity));
  const chosen: number[] = [];
  let ties = 0;
  for (const { entity, population } of ranked) {
    if (ties + population > bounds.ties) unfollowed.push({ entity, population, bound: 'ties' });
    else {
      ties += population;
      chosen.push(entity);
    }
  }
  return chosen;
}

function sumOf(givers: readonly Giver[]): number {
  return givers.reduce((sum, { share }) => sum + share, 0);
}

/** Where an entity is itself an account (interactions), it is reached too. */
async function accountsAmong(
  { reader, interactions }: Crossing,
  chosen: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  const layers = new Set(interactions);
  const entities = Uint32Array.from(chosen).filter((entity) => layers.has(reader.layerOf(entity)));
  const accounts = await reader.asAccounts(entities);
  return new Map(Array.from(entities, (entity, i) => [entity, accounts[i] as number]));
}
