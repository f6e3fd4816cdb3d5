import type { Alias } from '../../../src/model/case.ts';
import type { EdgeColumns } from '../../../src/model/edge.ts';
import type { Reject } from '../../../src/model/reject.ts';
import { type OpenInput, openInput } from '../../../src/source/open-input.ts';
import { type PullSummary, streamBatches } from '../../../src/source/pull/stream-batches.ts';
import { DEFAULT_READ_OPTIONS, type ReadOptions } from '../../../src/source/read-options.ts';
import { chunksOf } from '../reading.ts';

export type Pulling = {
  readonly batches: readonly EdgeColumns[];
  readonly aliases: readonly Alias[];
  readonly rejects: readonly Reject[];
  readonly summary: PullSummary | null;
  /** What ended the pulling before its end. */
  readonly error: Error | null;
};

/** Pulls an input to its end, or to the error that ends it. */
export async function pull(input: OpenInput, batchRows: number, options: Partial<ReadOptions> = {}): Promise<Pulling> {
  const batches: EdgeColumns[] = [];
  const aliases: Alias[] = [];
  const rejects: Reject[] = [];
  const sinks = { onReject: (reject: Reject) => rejects.push(reject) };
  const pulled = streamBatches(input, { ...DEFAULT_READ_OPTIONS, ...options }, batchRows, sinks);
  try {
    for (;;) {
      const { value, done } = await pulled.next();
      if (done === true) return { batches, aliases, rejects, summary: value, error: null };
      batches.push(value.columns);
      aliases.push(...value.aliases);
    }
  } catch (error) {
    return {
      batches,
      aliases,
      rejects,
      summary: null,
      error: error instanceof Error ? error : new Error(String(error)),
    };
  }
}

export async function inputOf(chunks: readonly Uint8Array[], name = 'edges.csv'): Promise<OpenInput> {
  return await openInput({ name, stream: chunksOf(chunks) });
}
