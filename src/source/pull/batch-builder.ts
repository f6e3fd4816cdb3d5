import type { ColumnPlan } from '../column-plan.ts';
import { EdgeBuilder } from '../edge-builder.ts';
import type { PulledEdges } from '../list-aliases.ts';
import type { ReadOptions } from '../read-options.ts';
import type { RowBatch } from '../row-batch.ts';

/**
 * Puts a batch aside whenever so many edges are together, and forgets all that it knew of it. Where a batch ends depends on the
 * rows alone, not on the pieces that they came in: the same file is cut the same way each time.
 */
export class BatchBuilder extends EdgeBuilder {
  private readonly batchRows: number;
  private full: PulledEdges[] = [];

  constructor(plan: ColumnPlan, options: Pick<ReadOptions, 'identifiers' | 'keys'>, batchRows: number) {
    super(plan, options);
    this.batchRows = batchRows;
  }

  override add(batch: RowBatch, row: number, bytes: Uint8Array): boolean {
    const isRight = super.add(batch, row, bytes);
    if (this.length >= this.batchRows) this.full.push(this.take());
    return isRight;
  }

  /** The batches that have come together since the last call. */
  takeFull(): readonly PulledEdges[] {
    const { full } = this;
    this.full = [];
    return full;
  }
}
