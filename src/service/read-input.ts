import { sayUnknown } from '../config/nearest.ts';
import type { EdgeColumns } from '../model/edge.ts';
import { LockstepError } from '../model/errors.ts';
import type { ReadSummary } from '../model/run.ts';
import { stringAt } from '../model/string-table.ts';
import { readEdges } from '../source/read-edges.ts';
import type { ReadSinks } from '../source/read-options.ts';
import { type InputSpec, readOptionsOf } from './input-spec.ts';

/** Reads all files of the input; a layer that was named on the command line and is not in them is a mistake. */
export async function readInput(
  input: InputSpec,
  namedLayers: readonly string[],
  sinks: ReadSinks,
): Promise<{ readonly columns: EdgeColumns; readonly summary: ReadSummary }> {
  const read = await readEdges(input.files, readOptionsOf(input), sinks);
  const layers = layerNames(read.columns);
  for (const name of namedLayers) {
    if (!layers.includes(name) && layers.length > 0)
      throw new LockstepError('usage', sayUnknown('layer', name, layers));
  }
  return read;
}

export function layerNames({ layers }: EdgeColumns): readonly string[] {
  return Array.from({ length: layers.size }, (_, layer) => stringAt(layers, layer));
}
