import type { EdgeColumns } from './edge.ts';

/** How much an ad-hoc job may pull in. All are hard limits; what they cut is listed, never silent. */
export type NeighbourhoodBounds = {
  /** Accounts in all, seeds included. */
  readonly accounts: number;
  /** Edges in all; an account is in with all its edges or not at all. */
  readonly edges: number;
  /** Entities with more accounts than this are not followed. */
  readonly population: number;
  /** Account-entity ties followed in one hop, rarest entities first. */
  readonly ties: number;
};

export const DEFAULT_BOUNDS: NeighbourhoodBounds = {
  accounts: 5_000,
  edges: 500_000,
  population: 1_000,
  ties: 200_000,
};

/** What a bound kept out: an entity that was not followed, with the accounts that hold it. */
export type UnfollowedEntity = {
  readonly layer: string;
  readonly entity: string;
  readonly population: number;
  readonly bound: 'population' | 'ties';
};

export type Neighbourhood = {
  /** The edges of all accounts in it, every edge once with its largest weight. */
  readonly columns: EdgeColumns;
  /** Seeds first, then by hop, ties shared (most first) and id. */
  readonly accounts: readonly { readonly id: string; readonly hop: number }[];
  /** Seeds without an edge in the snapshot. */
  readonly unknown: readonly string[];
  readonly cut: {
    /** The most held of the entities that were not followed, at most 100. */
    readonly entities: readonly UnfollowedEntity[];
    readonly entitiesTotal: number;
    /** Accounts that were reached but are over the bound of accounts, or of edges. */
    readonly overAccounts: number;
    readonly overEdges: number;
  };
};
