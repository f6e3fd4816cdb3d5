import type { EdgeColumns } from '../model/edge.ts';
import type { StringTable } from '../model/string-table.ts';
import type { EntitySample, EntityTimes } from '../model/universe.ts';

export type AccountCounts = { readonly all: number; readonly ofLayer: readonly number[] };

export type NamesInLayer = { readonly layer: string; readonly names: StringTable };

export type EntityRef = { readonly layer: string; readonly entity: string };

/**
 * Lists one behind the other: list `i` is `items[offsets[i] .. offsets[i + 1])`. `firstAt` tells in step with the items when the
 * account first acted on the entity, ms; `NaN` = at no known time.
 */
export type Lists = { readonly offsets: Uint32Array; readonly items: Uint32Array; readonly firstAt: Float64Array };

/**
 * What a store can be asked of one snapshot and window. Accounts and entities go by numbers that hold as long as the reader
 * does: every name has one, also a name that nothing in the store has. Lists have no repeats and any order.
 */
export type SnapshotReader = {
  readonly accountsNamed: (names: StringTable) => Promise<Uint32Array>;
  /** Of several layers at once, as a store may have to walk over all of its names. */
  readonly entitiesNamed: (asked: readonly NamesInLayer[]) => Promise<readonly Uint32Array[]>;
  readonly accountName: (account: number) => string;
  readonly entityName: (entity: number) => EntityRef;
  readonly layerOf: (entity: number) => string;
  /** The order of bytes: of accounts by id, of entities by layer and id. */
  readonly compareAccounts: (a: number, b: number) => number;
  readonly compareEntities: (a: number, b: number) => number;
  /** The entity of a layer, or the account, of the same name. */
  readonly asEntities: (layer: string, accounts: Uint32Array) => Promise<Uint32Array>;
  readonly asAccounts: (entities: Uint32Array) => Promise<Uint32Array>;

  /** Entities of each account. */
  readonly holdingsOf: (accounts: Uint32Array) => Promise<Lists>;
  /** Distinct accounts of each entity; above `exactTo` a store may count roughly, but never to `exactTo` or less. */
  readonly populationsOf: (entities: Uint32Array, exactTo: number) => Promise<Uint32Array>;
  /** Accounts of each entity. */
  readonly holdersOf: (entities: Uint32Array) => Promise<Lists>;
  /** Edges of each account, those of more than `most` as some number above it; each raised weight counts as one more. */
  readonly edgeCountsOf: (accounts: Uint32Array, most: number) => Promise<Uint32Array>;
  readonly edgesOf: (accounts: Uint32Array) => AsyncIterable<EdgeColumns>;

  /** First actions on each of some entities, in the order asked. */
  readonly timesOf: (entities: Uint32Array) => Promise<Pick<EntityTimes, 'offsets' | 'at'>>;
  /**
   * Accounts with an edge, in all and in each of some layers, told by the fewest buckets, from the first on, that hold `size`
   * or more of all.
   */
  readonly countAccounts: (layers: readonly string[], size: number) => Promise<AccountCounts>;
  /** Of each layer the entities in the fewest buckets, from the first on, that hold `size` or more, ascending by bytes. */
  readonly sampleEntities: (layers: readonly string[], size: number) => Promise<readonly EntitySample[]>;
};
