import {
  DEFAULT_BOUNDS,
  type Neighbourhood,
  type NeighbourhoodBounds,
  type UnfollowedEntity,
} from '../model/neighbourhood.ts';
import { compareWords } from './compare-words.ts';
import { distinctEdges } from './distinct-edges.ts';
import type { NeighbourhoodQuery } from './edge-store.ts';
import { gatherColumns } from './gather-columns.ts';
import { INTERACTION_LAYERS } from './known-layers.ts';
import type { EntityRef, SnapshotReader } from './snapshot-reader.ts';

/** Unfollowed entities that are listed; the others are only counted. */
const LISTED = 100;

type Walk = {
  readonly reader: SnapshotReader;
  readonly bounds: NeighbourhoodBounds;
  readonly interactions: ReadonlySet<string>;
  /** Accounts that are in, by id, in the order they came in: the hop of each. */
  readonly reached: Map<string, number>;
  readonly overAccounts: Set<string>;
  /** Entities that were met before, followed or not. */
  readonly met: Set<string>;
  readonly unfollowed: UnfollowedEntity[];
};

/**
 * From the seeds over what they share to other accounts, `hops` times. In each hop the entities of the accounts that came in
 * last are followed, rarest first; where an entity is itself an account (interactions), it is reached too. What comes in when
 * a bound is met is decided here, by ties and bytes, so that every store gives the same answer.
 */
export async function exploreNeighbourhood(reader: SnapshotReader, query: NeighbourhoodQuery): Promise<Neighbourhood> {
  const bounds = { ...DEFAULT_BOUNDS, ...query.bounds };
  const interactions = new Set(query.interactionLayers ?? INTERACTION_LAYERS);
  const seeds = [...new Set(query.seeds)].sort(compareWords);
  const walk: Walk = {
    reader,
    bounds,
    interactions,
    reached: new Map(seeds.slice(0, bounds.accounts).map((id) => [id, 0])),
    overAccounts: new Set(seeds.slice(bounds.accounts)),
    met: new Set(),
    unfollowed: [],
  };
  const unknown = await findUnknown(walk, seeds.slice(0, bounds.accounts));
  for (let hop = 1; hop <= query.hops; hop++) {
    const last = [...walk.reached].filter(([, reachedIn]) => reachedIn === hop - 1).map(([id]) => id);
    if (last.length === 0) break;
    await reachFurther(walk, await chooseEntities(walk, last), hop);
  }
  return collect(walk, unknown);
}

/** Seeds that the snapshot knows neither as accounts nor as entities of an interaction. */
async function findUnknown({ reader, interactions }: Walk, seeds: readonly string[]): Promise<readonly string[]> {
  const counts = await reader.edgeCountsOf(seeds);
  const silent = seeds.filter((_, i) => counts[i] === 0);
  if (silent.length === 0) return [];
  const asEntities = silent.flatMap((entity) => [...interactions].map((layer) => ({ layer, entity })));
  const populations = await reader.populationsOf(asEntities);
  const named = new Set(asEntities.filter((_, i) => (populations[i] ?? 0) > 0).map(({ entity }) => entity));
  return silent.filter((id) => !named.has(id));
}

/** The entities to follow from some accounts, rarest first, until the ties that one hop may follow are used up. */
async function chooseEntities(walk: Walk, accounts: readonly string[]): Promise<readonly EntityRef[]> {
  const { reader, bounds, interactions, met } = walk;
  const own = accounts.flatMap((entity) => [...interactions].map((layer) => ({ layer, entity })));
  const fresh = [...(await reader.entitiesOf(accounts)), ...own].filter((ref) => {
    const key = JSON.stringify([ref.layer, ref.entity]);
    return !met.has(key) && met.add(key);
  });
  const populations = await reader.populationsOf(fresh);
  const ranked = fresh
    .map((ref, i) => ({ ...ref, population: populations[i] ?? 0 }))
    .filter(({ population }) => population > 0)
    .sort((a, b) => a.population - b.population || compareWords(a.layer, b.layer) || compareWords(a.entity, b.entity));
  const chosen: EntityRef[] = [];
  let ties = 0;
  for (const { layer, entity, population } of ranked) {
    const bound = population > bounds.population ? 'population' : ties + population > bounds.ties ? 'ties' : null;
    if (bound === null) {
      ties += population;
      chosen.push({ layer, entity });
    } else walk.unfollowed.push({ layer, entity, population, bound });
  }
  return chosen;
}

async function reachFurther(walk: Walk, entities: readonly EntityRef[], hop: number): Promise<void> {
  const { reader, interactions, reached, overAccounts, bounds } = walk;
  const ties = new Map((await reader.holdersOf(entities)).map((holder) => [holder.id, holder.ties]));
  for (const { layer, entity } of entities) {
    if (interactions.has(layer)) ties.set(entity, (ties.get(entity) ?? 0) + 1);
  }
  const ranked = [...ties]
    .filter(([id]) => !reached.has(id))
    .sort(([a, tiesOfA], [b, tiesOfB]) => tiesOfB - tiesOfA || compareWords(a, b));
  for (const [id] of ranked) {
    if (reached.size < bounds.accounts) reached.set(id, hop);
    else overAccounts.add(id);
  }
}

/** Reads the edges of the accounts, those that came in first going first, until the bound of edges. */
async function collect(walk: Walk, unknown: readonly string[]): Promise<Neighbourhood> {
  const { reader, reached, bounds, unfollowed, overAccounts } = walk;
  const candidates = [...reached.keys()];
  const counts = await reader.edgeCountsOf(candidates);
  const kept: string[] = [];
  let edges = 0;
  for (const [i, id] of candidates.entries()) {
    const count = counts[i] ?? 0;
    if (edges + count > bounds.edges) continue;
    edges += count;
    kept.push(id);
  }
  const columns = distinctEdges(await gatherColumns(reader.edgesOf(kept)));
  const missing = new Set(unknown);
  const most = unfollowed.sort(
    (a, b) => b.population - a.population || compareWords(a.layer, b.layer) || compareWords(a.entity, b.entity),
  );
  return {
    columns,
    accounts: kept.filter((id) => !missing.has(id)).map((id) => ({ id, hop: reached.get(id) ?? 0 })),
    unknown,
    cut: {
      entities: most.slice(0, LISTED),
      entitiesTotal: unfollowed.length,
      overAccounts: overAccounts.size,
      overEdges: candidates.length - kept.length,
    },
  };
}
