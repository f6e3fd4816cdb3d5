import type { EdgeColumns } from '../model/edge.ts';
import type { ReadSummary } from '../model/run.ts';
import { estimateMemoryMb } from './memory-limit.ts';
import { layerNames, readInput } from './read-input.ts';
import { readPrior } from './read-prior.ts';
import type { SweepRequest } from './sweep.ts';
import { tallyReasons } from './tally-reasons.ts';
import { targetOf } from './target.ts';
import type { TaskContext } from './task-protocol.ts';

/** What a sweep would read and write, without doing it. */
export type Survey = {
  readonly input: ReadSummary;
  readonly accounts: number;
  readonly layers: readonly { readonly name: string; readonly edges: number; readonly timed: number }[];
  readonly first_at: string | null;
  readonly last_at: string | null;
  /** How often each reason for rejecting a row came up. */
  readonly reject_reasons: { readonly [reason: string]: number };
  readonly allowlist: number;
  readonly previous_clusters: number;
  /** About what the sweep would need at its peak. */
  readonly estimated_memory_mb: number;
  readonly would_write: string;
};

/** `--dry-run`: reads and checks everything that a sweep would read, and writes nothing. */
export async function survey(request: SweepRequest, context: TaskContext): Promise<Survey> {
  const prior = readPrior(request.allowlistFile, request.previousFolder);
  const tally = tallyReasons();
  const { columns, summary } = await readInput(request.input, request.namedLayers, {
    onReject: tally.add,
    onProgress: context.progress,
  });
  const [first, last] = timesOf(columns);
  return {
    input: summary,
    accounts: columns.accounts.size,
    layers: countLayers(columns),
    first_at: first === null ? null : new Date(first).toISOString(),
    last_at: last === null ? null : new Date(last).toISOString(),
    reject_reasons: tally.reasons(),
    allowlist: prior.allowlist.length,
    previous_clusters: prior.previous.length,
    estimated_memory_mb: estimateMemoryMb(columns.length),
    would_write: targetOf(request.out, request.dataDir),
  };
}

function countLayers(columns: EdgeColumns): Survey['layers'] {
  const edges = new Float64Array(columns.layers.size);
  const timed = new Float64Array(columns.layers.size);
  for (let row = 0; row < columns.length; row++) {
    const layer = columns.layer[row] ?? 0;
    edges[layer] = (edges[layer] ?? 0) + 1;
    if (!Number.isNaN(columns.at[row])) timed[layer] = (timed[layer] ?? 0) + 1;
  }
  return layerNames(columns).map((name, layer) => ({ name, edges: edges[layer] ?? 0, timed: timed[layer] ?? 0 }));
}

function timesOf({ at, length }: EdgeColumns): readonly [first: number | null, last: number | null] {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < length; row++) {
    const time = at[row] ?? Number.NaN;
    if (time < first) first = time;
    if (time > last) last = time;
  }
  return first <= last ? [first, last] : [null, null];
}
