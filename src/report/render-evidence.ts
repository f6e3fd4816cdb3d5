import type { Findings } from '../model/findings.ts';
import { canonicalJson } from './canonical-json.ts';
import { inChunks } from './in-chunks.ts';

/** evidence.ndjson: one line for each entity that binds a cluster, with every member that holds it and when. */
export function renderEvidence({ evidence }: Findings): Iterable<string> {
  return inChunks(linesOf(evidence));
}

/** figures.ndjson: one line for each drawn cluster, so that the page can be drawn again from an output folder. */
export function renderFigures({ figures }: Findings): Iterable<string> {
  return inChunks(linesOf(figures));
}

function* linesOf(values: readonly object[]): Generator<string> {
  for (const value of values) yield `${canonicalJson(value)}\n`;
}
