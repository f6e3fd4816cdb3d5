import type { EdgeColumns } from '../model/edge.ts';
import { LockstepError } from '../model/errors.ts';
import type { ReadSummary } from '../model/run.ts';
import { planColumns } from './column-plan.ts';
import { EdgeBuilder } from './edge-builder.ts';
import { type OpenInput, openInput } from './open-input.ts';
import { readInput } from './read-input.ts';
import type { EdgeInput, ReadOptions, ReadSinks } from './read-options.ts';
import { RowSink } from './row-sink.ts';

/**
 * Reads files of edges into columns: CSV, NDJSON (each plain or gzip) and Parquet, told apart by what they hold, in the given
 * order. A row that is not right goes to `onReject` and the rest goes on; `summary.rows` counts it too. What stops everything
 * is a `LockstepError`: `input-missing`, `input-unreadable`, `usage` (a column is not there), `over-limit` (a gzip bomb).
 *
 * Memory: 18 B an edge (more with events, sources, weights), about 30 B and its bytes for each distinct id, and what one row may
 * take; the input itself is never held.
 */
export async function readEdges(
  inputs: readonly EdgeInput[],
  options: ReadOptions,
  sinks: ReadSinks,
): Promise<{ readonly columns: EdgeColumns; readonly summary: ReadSummary }> {
  const opened = await openAll(inputs);
  // With a stream among them nobody knows how much is to come.
  const total = opened.some((input) => input.size === 0) ? 0 : opened.reduce((sum, input) => sum + input.size, 0);
  const builder = new EdgeBuilder(planColumns(options), options);
  let [rows, rejected, bytes] = [0, 0, 0];
  const truncated: string[] = [];
  for (const input of opened) {
    const sink = new RowSink(input.name, builder, options, sinks);
    const pieces = readInput(input, sink, options);
    let read = 0;
    for (;;) {
      const piece = await pieces.next();
      if (piece.done === true) {
        if (!piece.value) truncated.push(input.name);
        break;
      }
      read = piece.value;
      sinks.onProgress?.({ stage: 'read', done: bytes + read, total, unit: 'bytes' });
    }
    rows += sink.rows;
    rejected += sink.rejected;
    bytes += read;
  }
  return { columns: builder.toColumns(), summary: { rows, rejected, bytes, truncated } };
}

async function openAll(inputs: readonly EdgeInput[]): Promise<readonly OpenInput[]> {
  if (inputs.filter((input) => input === '-').length > 1) {
    throw new LockstepError('usage', 'Standard input (-) is named twice: it can be read once only.');
  }
  const opened: OpenInput[] = [];
  for (const input of inputs) opened.push(await openInput(input));
  return opened;
}
