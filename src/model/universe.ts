import type { Report } from './report.ts';
import type { StringTable } from './string-table.ts';

/**
 * Figures of a whole store in a window, for detection over a part of it: how rare an entity is, how soon its holders act
 * after each other and what it costs to name a pair are matters of the whole, and around a ring nothing is as elsewhere.
 */
export type Universe = {
  /** Accounts with an edge. */
  readonly accounts: number;
  /** Entities that more accounts hold make no pairs: so many holders are not looked at one by one. */
  readonly mostHolders: number;
  /** A layer without an entry has only the figures of the part, and the report says so. */
  readonly layers: readonly LayerUniverse[];
  /** What bounded the part, as the report tells it. */
  readonly limits: Report['limits_hit'];
};

export type LayerUniverse = {
  readonly layer: string;
  /** Entities of the part, ascending by bytes; what is not among them has no holders but those of the part. */
  readonly entities: StringTable;
  /** Distinct accounts that hold each; those over `mostHolders` may be counted roughly. */
  readonly populations: Uint32Array;
  /** Where entities are accounts: 1 for each that has an edge of its own. `null` where they are not. */
  readonly acting: Uint8Array | null;
  /** Accounts with an edge in the layer, where entities are accounts; else `null`. */
  readonly actors: number | null;
  readonly times: EntityTimes;
  /** How entities of the layer usually are; `null` = only the part tells. */
  readonly sample: EntitySample | null;
};

/** The first action of each account on entity `entities[i]`: `at[offsets[i] .. offsets[i + 1])`, ms, ascending. */
export type EntityTimes = {
  /** Places in the list of entities, ascending. */
  readonly entities: Uint32Array;
  readonly offsets: Uint32Array;
  readonly at: Float64Array;
};

/** Entities chosen by a hash of their names, with all their holders. */
export type EntitySample = {
  /** The part of all entities of the layer that it is, 1 = all of them. */
  readonly share: number;
  readonly populations: Uint32Array;
  /** First actions on sampled entity `i`: `at[offsets[i] .. offsets[i + 1])`, ascending; none of holders without a time. */
  readonly offsets: Uint32Array;
  readonly at: Float64Array;
};

/** What is asked of the whole about one layer of a part. */
export type LayerQuestion = {
  readonly layer: string;
  /** Ascending by bytes. */
  readonly entities: StringTable;
  /** Places of those whose holders' first actions are asked for, ascending. */
  readonly timed: Uint32Array;
  /** Whether entities are accounts (an interaction). */
  readonly areAccounts: boolean;
};
