import type { EdgeColumns, TimeWindow } from '../model/edge.ts';
import type { BatchReceipt, EdgeBatch, EdgeCounts, Watermark } from '../model/edge-batch.ts';
import type { Fence } from '../model/fence.ts';
import type { Neighbourhood, NeighbourhoodBounds } from '../model/neighbourhood.ts';
import type { LayerQuestion, Universe } from '../model/universe.ts';

/** The edges of the batches up to `seq` (default: all committed so far) in `window` (default: all times). */
export type SnapshotChoice = { readonly seq?: number; readonly window?: TimeWindow };

export type NeighbourhoodQuestion = {
  /** Account ids to start from. */
  readonly seeds: readonly string[];
  /** Steps from accounts, over what they share, to other accounts. */
  readonly hops: number;
  readonly bounds?: Partial<NeighbourhoodBounds>;
  /** Layers whose entities are accounts; default: the known ones. */
  readonly interactionLayers?: readonly string[];
};

export type UniverseQuestion = {
  readonly layers: readonly LayerQuestion[];
  /** Above it populations may be counted roughly, and times are not told. */
  readonly mostHolders: number;
  /** Entities that the sample of a layer should have, and accounts that are counted: with 10,000, their number is right to 1 %. */
  readonly sampled: number;
};

/** One snapshot and window that several questions are asked of: what has been read for one serves the others. */
export type OpenSnapshot = {
  /** What lies around a few accounts, within bounds. */
  readonly neighbourhood: (question: NeighbourhoodQuestion) => Promise<Neighbourhood>;
  /** What the whole tells of the entities of a part of it, such as a neighbourhood. */
  readonly universe: (question: UniverseQuestion) => Promise<Pick<Universe, 'accounts' | 'layers'>>;
};

export type ExpireReceipt = {
  /** Edges removed; 0 while a snapshot is pinned. */
  readonly removed: number;
  /** Holders of snapshots that it waits for. */
  readonly waitsFor: readonly string[];
};

/**
 * Where edges live. An edge is known by (source, event, account, layer, entity, at): taken in again it changes nothing,
 * unless its weight is larger, and then the largest counts. What is committed up to a sequence number never changes, save by
 * `expire` (which waits for pinned snapshots) and by `forgetAccount` (which does not).
 */
export type EdgeStore = {
  /** Rows of a batch at which this store is fastest, and rows above which it refuses one. */
  readonly batchRows: number;
  readonly maxBatchRows: number;

  /** Takes in a whole batch or nothing. Throws `conflict` for a stale fence, `over-limit` for too many rows. */
  readonly appendBatch: (batch: EdgeBatch) => Promise<BatchReceipt>;
  /** How far each source has been read. */
  readonly watermarks: () => Promise<readonly Watermark[]>;

  /** Sequence number of the last committed batch, 0 before the first. */
  readonly latestSeq: () => Promise<number>;
  /**
   * Keeps the snapshot at the latest batch readable until `untilMs` or `unpin`; the same holder gets the same number again.
   * Throws `conflict` for a stale fence.
   */
  readonly pinSnapshot: (holder: string, untilMs: number, fence?: Fence) => Promise<number>;
  readonly unpinSnapshot: (holder: string) => Promise<void>;
  /** Column batches in no order; an edge whose weight was raised appears once for each weight. Others may write meanwhile. */
  readonly snapshot: (choice?: SnapshotChoice) => AsyncIterable<EdgeColumns>;
  /** For questions about a part of the edges; every store gives the same answers. */
  readonly openSnapshot: (choice?: SnapshotChoice) => Promise<OpenSnapshot>;
  /** What lies around a few accounts: a snapshot that is opened for this one question. */
  readonly neighbourhood: (query: SnapshotChoice & NeighbourhoodQuestion) => Promise<Neighbourhood>;
  /** Distinct accounts that hold each of the entities. */
  readonly populations: (
    layer: string,
    entities: readonly string[],
    choice?: SnapshotChoice,
  ) => Promise<readonly number[]>;
  readonly counts: (choice?: SnapshotChoice) => Promise<EdgeCounts>;
  /** SHA-256 of the sorted distinct edges: equal graphs have equal digests in every store. Reads them all into memory. */
  readonly digest: (choice?: SnapshotChoice) => Promise<string>;

  /** Removes edges with a time before `beforeMs`. An edge without a time has no age and stays. */
  readonly expire: (beforeMs: number) => Promise<ExpireReceipt>;
  /** Erases an account, as account and as entity of `interactionLayers`, for good: its edges are not taken in again. Returns how many went. */
  readonly forgetAccount: (id: string, interactionLayers?: readonly string[]) => Promise<number>;
};
