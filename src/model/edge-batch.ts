import type { EdgeColumns } from './edge.ts';
import type { Fence } from './fence.ts';

/** Edges that are taken in whole or not at all, and once only: a batch with a key that is known already changes nothing. */
export type EdgeBatch = {
  /** Names the batch for ever, such as a digest of its source and place. */
  readonly batchKey: string;
  /** The configured source that it was pulled from. It is no part of an edge: that is the column `source`. */
  readonly source: string;
  readonly columns: EdgeColumns;
  /** How far the source is read once this batch is in; kept in the same transaction. */
  readonly cursor?: string;
  readonly fence?: Fence;
};

export type BatchReceipt = {
  /** The batch's place in the order of commits, from 1 without a gap. */
  readonly seq: number;
  /** Edges that were not there before. */
  readonly added: number;
  /** Edges that were there with a smaller weight. */
  readonly raised: number;
  /** Rows that told nothing new. */
  readonly duplicates: number;
  /** Rows of accounts that were erased and stay so. */
  readonly forgotten: number;
  /** The run of the fence that it was taken in under; `null` = without one, or by a version that did not note it. */
  readonly runId: string | null;
  /** True when the batch had been taken in before: the figures are those of that time. */
  readonly repeated: boolean;
};

export type Watermark = {
  readonly source: string;
  readonly cursor: string;
  readonly seq: number;
  /** When the batch that carried it was taken in, ms since 1970. */
  readonly at: number;
};

export type LayerCounts = {
  readonly layer: string;
  readonly edges: number;
  readonly accounts: number;
  readonly entities: number;
};

/** `accounts` over all layers; an entity belongs to one layer, so theirs add up. Layers stand in the order of their bytes. */
export type EdgeCounts = {
  readonly edges: number;
  readonly accounts: number;
  readonly entities: number;
  readonly layers: readonly LayerCounts[];
};
