import type { PostgresSource } from '../../src/config/source-choice.ts';
import type { LockstepError } from '../../src/model/errors.ts';
import { pullQuery } from '../../src/source/pull/pull-query.ts';
import { watermarkName } from '../../src/source/pull/watermark-name.ts';
import { appendPulled, moveWatermark, recallFigures } from './append-pulled.ts';
import { addFigures, type Figures, NO_FIGURES } from './figures.ts';
import { attempt, type IngestTools } from './ingest-tools.ts';
import type { NamedSource } from './named-source.ts';
import { type QueryCursor, readQueryCursor, writeQueryCursor } from './query-cursor.ts';
import type { SourceTally } from './source-tally.ts';

/** The one part that such a source has. */
const PART = 'query';

/** Reads what has come to a query since it was read last. Returns what it failed by. */
export async function loadQuery(
  tools: IngestTools,
  source: NamedSource & { readonly choice: PostgresSource },
  tally: SourceTally,
): Promise<readonly LockstepError[]> {
  const mark = watermarkName(source.name, PART);
  if (tools.counted.has(mark)) {
    tally.skip(null);
    return [];
  }
  const known = readQueryCursor(tools.cursors.get(mark));
  const loaded = await loadRows(tools, source, mark, known);
  if ('failure' in loaded) return [loaded.failure];
  tools.counted.add(mark);
  tally.add(loaded.value, null);
  return [];
}

async function loadRows(
  tools: IngestTools,
  { name, choice, options }: NamedSource & { readonly choice: PostgresSource },
  mark: string,
  known: QueryCursor | null,
): Promise<{ readonly value: Figures } | { readonly failure: LockstepError }> {
  const { ports } = tools;
  const { signal, run, store } = ports;
  const since = known?.after ?? null;
  const earlier = await earlierFigures(tools, mark, known);
  const pulled = pullQuery(name, choice, since, options, store.edges.batchRows, {
    onReject: ports.reject,
    onProgress: (event) => {
      signal.throwIfAborted();
      ports.progress(event);
    },
  });
  try {
    let figures = NO_FIGURES;
    let after = since;
    for (let place = 0; ; ) {
      const next = await attempt(signal, () => pulled.next());
      if ('failure' in next) return next;
      const { value, done } = next.value;
      const soFar = addFigures(earlier, { ...figures, rows: value.rows, rejected: value.rejected });
      const reached = value.cursor ?? after;
      if (done === true) {
        if (reached !== null && reached !== after) {
          const cursor = { after: reached, run: run.id, figures: soFar, batch: null };
          await moveWatermark(tools, mark, writeQueryCursor(cursor));
        }
        return { value: soFar };
      }
      // Until the pull is beyond where it began, a crash has it begin there again and come to the same batches.
      const cursorOf = (batch: string) =>
        reached === null || reached === since
          ? null
          : writeQueryCursor({ after: reached, run: run.id, figures: soFar, batch });
      figures = addFigures(figures, await appendPulled(tools, value, mark, `${since}+${place}`, cursorOf));
      place += value.columns.length;
      after = reached;
    }
  } finally {
    await pulled.return({ cursor: null, rows: 0, rejected: 0 });
  }
}

/** What an earlier life of this run has read is its own. */
async function earlierFigures(tools: IngestTools, mark: string, known: QueryCursor | null): Promise<Figures> {
  if (known === null || known.run !== tools.ports.run.id) return NO_FIGURES;
  const { figures, batch } = known;
  return batch === null ? figures : addFigures(figures, await recallFigures(tools, mark, batch));
}
