import type { Tier } from './report.ts';

/** A member of a cluster, in numbers. `account` is its number in the snapshot. */
export type ClusterMember = {
  readonly account: number;
  readonly tier: Tier;
  /** Nats of evidence that tie it to the other members. */
  readonly strength: number;
  /** Share of all its evidence that stays inside the cluster, 0 to 1. */
  readonly membership: number;
  /** Place in `Cluster.cells`, -1 when there are none. */
  readonly cell: number;
};

/** A link between two members: places in `Cluster.members`, nats in all and by layer. */
export type ClusterLink = {
  readonly a: number;
  readonly b: number;
  readonly weight: number;
  readonly parts: readonly number[];
};

/** An entity that at least two members hold. `members` are places in `Cluster.members`, ascending. */
export type SharedEntity = {
  readonly layer: number;
  /** The entity's number in its layer. */
  readonly entity: number;
  readonly population: number;
  readonly members: readonly number[];
  /** For an action layer, whether two members acted within the layer's span. */
  readonly together: number;
};

/** A group of accounts with what binds it, before it is judged. Members ascend by account. */
export type Cluster = {
  readonly members: readonly ClusterMember[];
  /** Proven by evidence that pays for having been picked among all pairs, or only alike. */
  readonly kind: 'proven' | 'alike';
  readonly cells: readonly (readonly number[])[];
  readonly links: readonly ClusterLink[];
  readonly shared: readonly SharedEntity[];
  /** Distinct (member, entity) holdings, and how many of them are shared with another member. */
  readonly holdings: number;
  readonly holdingsInside: number;
  readonly agreement: { readonly louvain: number; readonly cores: number };
};
