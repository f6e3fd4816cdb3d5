import { planColumns } from '../column-plan.ts';
import type { PulledEdges } from '../list-aliases.ts';
import type { OpenInput } from '../open-input.ts';
import { readInput } from '../read-input.ts';
import type { ReadOptions, ReadSinks } from '../read-options.ts';
import { RowSink } from '../row-sink.ts';
import { BatchBuilder } from './batch-builder.ts';

/** How one input was read. `isWhole` is false when it ended early: its whole rows are in the batches. */
export type PullSummary = { readonly rows: number; readonly rejected: number; readonly isWhole: boolean };

/**
 * Reads one input (see `readEdges`) in batches of `batchRows` edges, the last of them smaller; a wide row stays together, so a
 * batch may have a few more. What one batch knows of ids is forgotten before the next.
 *
 * Memory: a few batches and what one row may take, however long the input; of Parquet besides the wanted columns of a row group.
 * The input moves on only when the next batch is asked for.
 */
export async function* streamBatches(
  input: OpenInput,
  options: ReadOptions,
  batchRows: number,
  sinks: ReadSinks,
): AsyncGenerator<PulledEdges, PullSummary> {
  const builder = new BatchBuilder(planColumns(options), options, batchRows);
  const sink = new RowSink(input.name, builder, options, sinks);
  const pieces = readInput(input, sink, options);
  try {
    for (;;) {
      const piece = await pieces.next();
      yield* builder.takeFull();
      if (piece.done === true) {
        if (builder.length > 0) yield builder.take();
        return { rows: sink.rows, rejected: sink.rejected, isWhole: piece.value };
      }
      sinks.onProgress?.({ stage: 'read', done: piece.value, total: input.size, unit: 'bytes' });
    }
  } finally {
    await pieces.return(false);
  }
}
