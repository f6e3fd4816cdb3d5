import type { EdgeColumns } from './edge.ts';

/**
 * How much an ad-hoc job may pull in. All are hard limits; what they cut is listed, never silent. Of `accounts` and `edges`
 * each hop may fill an equal part, so that the first does not use up what the last one needs.
 */
export type NeighbourhoodBounds = {
  /** Accounts in all, seeds included. */
  readonly accounts: number;
  /**
   * Edges of all accounts but the seeds, a raised weight as one more; an account is in with all its edges or not at all. The
   * seeds, who are what the job is about, may have ten times as many.
   */
  readonly edges: number;
  /** Edges of one account that is no seed: the busiest accounts of a platform are near everybody. */
  readonly activity: number;
  /** Entities with more accounts than this are not followed. */
  readonly population: number;
  /** Account-entity ties followed in one hop, the most telling entities first. */
  readonly ties: number;
};

export const DEFAULT_BOUNDS: NeighbourhoodBounds = {
  accounts: 2_000,
  edges: 100_000,
  activity: 5_000,
  population: 1_000,
  ties: 50_000,
};

/** What a bound kept out: an entity that was not followed, with the accounts that hold it. */
export type UnfollowedEntity = {
  readonly layer: string;
  readonly entity: string;
  /** A store may have counted roughly above the bound of population. */
  readonly population: number;
  readonly bound: 'population' | 'ties';
};

export type Neighbourhood = {
  /** The edges of all accounts in it, every edge once with its largest weight. */
  readonly columns: EdgeColumns;
  /** Seeds first, then by hop, how near they are (nearest first) and id. */
  readonly accounts: readonly { readonly id: string; readonly hop: number }[];
  /** Seeds without an edge in the snapshot. */
  readonly unknown: readonly string[];
  readonly cut: {
    /** The most held of the entities that were not followed, at most 100. */
    readonly entities: readonly UnfollowedEntity[];
    readonly entitiesTotal: number;
    /** Accounts that were reached but are over the bound of accounts, or of edges and activity. */
    readonly overAccounts: number;
    readonly overEdges: number;
  };
};
