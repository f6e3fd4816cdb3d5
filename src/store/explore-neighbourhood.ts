/**
 * From the seeds over what they share to other accounts, `hops` times. How near an account is, is the chance of a walk that
 * goes from an account to one of its entities and on to one of its holders (a personalised PageRank in its first steps):
 * sharing what few hold with somebody who does little else counts most, and a hub is near nobody. What comes in when a bound
 * is met is decided here, by nearness and bytes, so that every store gives the same answer.
 */
import {
  DEFAULT_BOUNDS,
  type Neighbourhood,
  type NeighbourhoodBounds,
  type UnfollowedEntity,
} from '../model/neighbourhood.ts';
import { tableOf } from '../model/string-table.ts';
import { compareWords } from './compare-words.ts';
import { type Crossing, crossEntities, type Unfollowed } from './cross-entities.ts';
import { distinctEdges } from './distinct-edges.ts';
import type { NeighbourhoodQuestion } from './edge-store.ts';
import { gatherColumns } from './gather-columns.ts';
import { INTERACTION_LAYERS } from './known-layers.ts';
import type { SnapshotReader } from './snapshot-reader.ts';

/** Unfollowed entities that are listed; the others are only counted. */
const LISTED = 100;
/** Edges of the seeds, for each that the other accounts may have. */
const SEEDS_MAY_HAVE = 10;
/** Accounts asked for their edges in one hop, for each that may come in. */
const ASKED_FOR_EACH = 2;

type Walk = {
  readonly reader: SnapshotReader;
  readonly bounds: NeighbourhoodBounds;
  /** Accounts that are in, in the order they came in: the hop of each. */
  readonly hopOf: Map<number, number>;
  edges: number;
  readonly overAccounts: Set<number>;
  readonly overEdges: Set<number>;
  readonly unfollowed: Unfollowed[];
};

export async function exploreNeighbourhood(
  reader: SnapshotReader,
  query: NeighbourhoodQuestion,
): Promise<Neighbourhood> {
  const bounds = { ...DEFAULT_BOUNDS, ...query.bounds };
  const interactions = query.interactionLayers ?? INTERACTION_LAYERS;
  const seeds = [...new Set(query.seeds)].sort(compareWords);
  const walk: Walk = {
    ...{ reader, bounds, edges: 0, unfollowed: [] },
    ...{ hopOf: new Map(), overAccounts: new Set(), overEdges: new Set() },
  };
  const { unknown, known } = await findUnknown(reader, interactions, seeds);
  const alike = new Map(known.map((account) => [account, 1]));
  const ofSeeds = SEEDS_MAY_HAVE * bounds.edges;
  await admit(walk, alike, { hop: 0, accounts: bounds.accounts, edges: ofSeeds, activity: ofSeeds });
  const crossing: Crossing = { reader, bounds, interactions, met: new Set(), unfollowed: walk.unfollowed };
  const [first, firstEdges] = [walk.hopOf.size, walk.edges];
  let nearness: ReadonlyMap<number, number> = new Map([...walk.hopOf.keys()].map((account) => [account, 1]));
  for (let hop = 1; hop <= query.hops && nearness.size > 0; hop++) {
    const reached = await crossEntities(crossing, nearness);
    const part = hop / query.hops;
    const accounts = first + Math.ceil((bounds.accounts - first) * part);
    const edges = firstEdges + Math.ceil(bounds.edges * part);
    const fresh = new Map([...reached].filter(([account]) => !walk.hopOf.has(account)));
    const taken = await admit(walk, fresh, { hop, accounts, edges, activity: bounds.activity });
    nearness = new Map(taken.map((account) => [account, fresh.get(account) as number]));
  }
  return collect(walk, unknown);
}

/** Seeds that the snapshot knows neither as accounts nor as entities of an interaction; the numbers of the others. */
async function findUnknown(
  reader: SnapshotReader,
  interactions: readonly string[],
  seeds: readonly string[],
): Promise<{ readonly unknown: readonly string[]; readonly known: readonly number[] }> {
  const numbers = await reader.accountsNamed(tableOf(seeds));
  const isKnown = Array.from(await reader.edgeCountsOf(numbers, 0), (edges) => edges > 0);
  const silent = numbers.filter((_, i) => isKnown[i] === false);
  const heard = new Set<number>();
  for (const layer of silent.length === 0 ? [] : interactions) {
    const held = await reader.populationsOf(await reader.asEntities(layer, silent), 0);
    silent.forEach((account, i) => {
      if ((held[i] as number) > 0) heard.add(account);
    });
  }
  const known = Array.from(numbers).filter((account, i) => isKnown[i] === true || heard.has(account));
  return { known, unknown: seeds.filter((_, i) => isKnown[i] !== true && !heard.has(numbers[i] as number)) };
}

type Room = { readonly hop: number; readonly accounts: number; readonly edges: number; readonly activity: number };

/**
 * Takes in the nearest accounts until the bounds; those whose edges do not fit are passed over. Of those that are near enough to
 * be asked for their edges, the busy ones come later: by nearness over the root of the edges. Returns who came in.
 */
async function admit(walk: Walk, near: ReadonlyMap<number, number>, room: Room): Promise<readonly number[]> {
  const { reader, hopOf, overAccounts, overEdges } = walk;
  const ranked = rank(near.keys(), (account) => near.get(account) as number, reader);
  const asked = ASKED_FOR_EACH * Math.max(0, room.accounts - hopOf.size);
  const first = ranked.slice(0, asked);
  const counts = await reader.edgeCountsOf(Uint32Array.from(first), room.activity);
  const edgesOf = new Map(first.map((account, i) => [account, counts[i] as number]));
  const root = (account: number) => Math.sqrt(Math.max(1, edgesOf.get(account) as number));
  const taken: number[] = [];
  for (const account of rank(first, (candidate) => (near.get(candidate) as number) / root(candidate), reader)) {
    const edges = edgesOf.get(account) as number;
    if (hopOf.size >= room.accounts) overAccounts.add(account);
    else if (edges > room.activity || walk.edges + edges > room.edges) overEdges.add(account);
    else {
      hopOf.set(account, room.hop);
      walk.edges += edges;
      taken.push(account);
    }
  }
  for (const account of ranked.slice(asked)) overAccounts.add(account);
  for (const account of taken) for (const over of [overAccounts, overEdges]) over.delete(account);
  return taken;
}

/** Largest value first, of equals the first by bytes. */
function rank(
  accounts: Iterable<number>,
  worth: (account: number) => number,
  { compareAccounts }: SnapshotReader,
): readonly number[] {
  const values = Array.from(accounts, (account) => ({ account, value: worth(account) }));
  values.sort((a, b) => b.value - a.value || compareAccounts(a.account, b.account));
  return values.map(({ account }) => account);
}

/** Reads the edges of the accounts that are in. */
async function collect(walk: Walk, unknown: readonly string[]): Promise<Neighbourhood> {
  const { reader, hopOf, unfollowed, overAccounts, overEdges } = walk;
  const columns = distinctEdges(await gatherColumns(reader.edgesOf(Uint32Array.from(hopOf.keys()))));
  for (const account of overEdges) overAccounts.delete(account);
  return {
    columns,
    accounts: [...hopOf].map(([account, hop]) => ({ id: reader.accountName(account), hop })),
    unknown,
    cut: {
      entities: mostHeld(reader, unfollowed),
      entitiesTotal: unfollowed.length,
      overAccounts: overAccounts.size,
      overEdges: overEdges.size,
    },
  };
}

function mostHeld(reader: SnapshotReader, unfollowed: readonly Unfollowed[]): readonly UnfollowedEntity[] {
  const populations = Uint32Array.from(unfollowed, ({ population }) => population).sort();
  const least = populations[Math.max(0, populations.length - LISTED)] ?? 0;
  return unfollowed
    .filter(({ population }) => population >= least)
    .sort((a, b) => b.population - a.population || reader.compareEntities(a.entity, b.entity))
    .slice(0, LISTED)
    .map(({ entity, population, bound }) => ({ ...reader.entityName(entity), population, bound }));
}
