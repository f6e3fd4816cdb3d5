import type { EdgeColumns } from '../model/edge.ts';

export type EntityRef = { readonly layer: string; readonly entity: string };

/** An account that holds entities that were asked for, with how many of them. */
export type Holder = { readonly id: string; readonly ties: number };

/** What a store can be asked of one snapshot and window. Answers that are lists have no duplicates and any order. */
export type SnapshotReader = {
  readonly entitiesOf: (accounts: readonly string[]) => Promise<readonly EntityRef[]>;
  /** Distinct accounts that hold each entity, in the order asked. */
  readonly populationsOf: (entities: readonly EntityRef[]) => Promise<readonly number[]>;
  readonly holdersOf: (entities: readonly EntityRef[]) => Promise<readonly Holder[]>;
  /** Edges of each account, in the order asked; a raised weight is no edge of its own. */
  readonly edgeCountsOf: (accounts: readonly string[]) => Promise<readonly number[]>;
  readonly edgesOf: (accounts: readonly string[]) => AsyncIterable<EdgeColumns>;
};
