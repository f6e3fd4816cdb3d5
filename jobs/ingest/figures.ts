import { z } from 'zod';
import type { BatchReceipt } from '../../src/model/edge-batch.ts';

const count = z.int().nonnegative();

export const figuresSchema = z.object({
  rows: count,
  rejected: count,
  added: count,
  raised: count,
  duplicates: count,
  forgotten: count,
});

/** What came of a part of a source; see `IngestResult`. */
export type Figures = Readonly<z.output<typeof figuresSchema>>;

export const NO_FIGURES: Figures = { rows: 0, rejected: 0, added: 0, raised: 0, duplicates: 0, forgotten: 0 };

export function addFigures(a: Figures, b: Figures): Figures {
  return {
    rows: a.rows + b.rows,
    rejected: a.rejected + b.rejected,
    added: a.added + b.added,
    raised: a.raised + b.raised,
    duplicates: a.duplicates + b.duplicates,
    forgotten: a.forgotten + b.forgotten,
  };
}

/**
 * What a batch of `edges` brought to run `runId`. A batch that was known already brought it nothing, whoever took it in and when,
 * unless it was an earlier life of the run: what two runs read at once is new to one of them.
 */
export function figuresOf(receipt: BatchReceipt, edges: number, runId: string): Figures {
  const { added, raised, duplicates, forgotten } = receipt;
  if (!receipt.repeated || receipt.runId === runId) return { ...NO_FIGURES, added, raised, duplicates, forgotten };
  return { ...NO_FIGURES, duplicates: edges - forgotten, forgotten };
}
