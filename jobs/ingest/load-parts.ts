import type { LockstepError } from '../../src/model/errors.ts';
import type { PartList, SourcePart } from '../../src/source/pull/source-part.ts';
import { streamBatches } from '../../src/source/pull/stream-batches.ts';
import { watermarkName } from '../../src/source/pull/watermark-name.ts';
import { appendPulled, moveWatermark } from './append-pulled.ts';
import { addFigures, type Figures, NO_FIGURES } from './figures.ts';
import { attempt, type IngestTools } from './ingest-tools.ts';
import type { NamedSource } from './named-source.ts';
import { createOneAhead } from './one-ahead.ts';
import { type PartCursor, readPartCursor, writePartCursor } from './part-cursor.ts';
import type { SourceTally } from './source-tally.ts';

/** Reads the parts of a source that were not read before as they are now. Returns what some of them failed by. */
export async function loadParts(
  tools: IngestTools,
  source: NamedSource,
  list: PartList,
  tally: SourceTally,
): Promise<readonly LockstepError[]> {
  const failures: LockstepError[] = [];
  for (const part of list.parts) {
    const mark = watermarkName(source.name, part.name);
    const known = readPartCursor(tools.cursors.get(mark));
    if (tools.counted.has(mark)) tally.skip(null);
    else if (known !== null && isSame(known, source, part)) countKnown(tools, tally, part, known);
    else {
      const loaded = await loadPart(tools, source, list, part);
      if ('failure' in loaded) {
        failures.push(loaded.failure);
        // What the other end does not answer for one part it does not answer for the next: each would wait as long.
        if (loaded.failure.code === 'unreachable') return failures;
        continue;
      }
      tally.add(loaded.value.figures, loaded.value.isWhole ? null : part.name);
    }
    tools.counted.add(mark);
  }
  return failures;
}

/** Whether the part needs no reading. */
export function isSame(known: PartCursor, { how }: NamedSource, { stamp }: SourcePart): boolean {
  return known.stamp === stamp && known.how === how;
}

/** What an earlier life of this run has read is its own; what another run has read was there before. */
function countKnown({ ports }: IngestTools, tally: SourceTally, part: SourcePart, known: PartCursor): void {
  const truncated = known.isWhole ? null : part.name;
  if (known.run === ports.run.id) tally.add(known.figures, truncated);
  else tally.skip(truncated);
}

async function loadPart(
  tools: IngestTools,
  source: NamedSource,
  list: PartList,
  part: SourcePart,
): Promise<
  { readonly value: { readonly figures: Figures; readonly isWhole: boolean } } | { readonly failure: LockstepError }
> {
  const { ports, progress } = tools;
  const { signal } = ports;
  const mark = watermarkName(source.name, part.name);
  const opened = await attempt(signal, () => list.open(part));
  if ('failure' in opened) return opened;
  const onProgress = (done: number): void => {
    signal.throwIfAborted();
    ports.progress({ stage: 'read', done: progress.done + done, total: progress.total, unit: 'bytes' });
  };
  const pulled = streamBatches(opened.value, source.options, ports.store.edges.batchRows, {
    onReject: ports.reject,
    onProgress: ({ done }) => onProgress(done),
  });
  const appends = createOneAhead<Figures>();
  try {
    for (let place = 0; ; ) {
      const next = await attempt(signal, () => pulled.next());
      if ('failure' in next) return next;
      const { value, done } = next.value;
      if (done === true) {
        const { rows, rejected, isWhole } = value;
        const added = (await appends.end()).reduce(addFigures, NO_FIGURES);
        const figures = { ...added, rows, rejected };
        const cursor = { stamp: part.stamp, how: source.how, run: ports.run.id, isWhole, figures };
        await moveWatermark(tools, mark, writePartCursor(cursor));
        progress.done += part.size;
        return { value: { figures, isWhole } };
      }
      const from = place;
      place += value.columns.length;
      await appends.add(() => appendPulled(tools, value, mark, from));
    }
  } finally {
    await appends.settle();
    await pulled.return({ rows: 0, rejected: 0, isWhole: false });
  }
}
