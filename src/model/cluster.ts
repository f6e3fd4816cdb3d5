import type { Tier } from './report.ts';

/** What entity is held by how many members: entity `entity[i]` of layer `layer[i]` by `inside[i] >= 2` members. */
export type SharedEntities = {
  readonly length: number;
  readonly layer: Uint16Array;
  readonly entity: Uint32Array;
  readonly inside: Uint32Array;
};

/**
 * A group of accounts with what binds it, before it is judged. Arrays of members run in step with `members`.
 *
 * - `strength`: nats of evidence that tie a member to the others; `membership`: their share of all its evidence, 0 to 1.
 * - `proof`: nats of the member's links that pay for having been picked among all pairs.
 * - `cell`: place in `cells`, -1 when the cluster falls into none.
 * - `links`: places in the fused graph of the links between members.
 */
export type Cluster = {
  /** Proven by links that pay for having been picked among all pairs, or only alike. */
  readonly kind: 'proven' | 'alike';
  readonly members: Uint32Array;
  readonly tier: readonly Tier[];
  readonly strength: Float64Array;
  readonly proof: Float64Array;
  readonly membership: Float64Array;
  readonly cell: Int32Array;
  readonly cells: readonly Uint32Array[];
  readonly links: Uint32Array;
  readonly shared: SharedEntities;
  /** By layer: distinct (member, entity) holdings, and how many of them another member holds too. */
  readonly holdings: readonly number[];
  readonly holdingsInside: readonly number[];
  /** Share of the member pairs that the second opinions put together too, 0 to 1. */
  readonly agreement: { readonly louvain: number; readonly cores: number };
};
