import { z } from 'zod';
import { figuresSchema } from './figures.ts';

/** What a store keeps of a query: after which value it goes on, and what came of the run that has read up to there. */
const queryCursor = z.object({
  after: z.string(),
  run: z.string(),
  /** Without the batch that carries this cursor, for what came of it is not known when the cursor is written. */
  figures: figuresSchema,
  /** The key of that batch; `null` when it has no edges. */
  batch: z.string().nullable(),
});

export type QueryCursor = z.output<typeof queryCursor>;

export function writeQueryCursor(cursor: QueryCursor): string {
  return JSON.stringify(cursor);
}

/** `null` when there is none, or none that we can read: then the query is read from its start, which changes nothing twice. */
export function readQueryCursor(text: string | undefined): QueryCursor | null {
  if (text === undefined) return null;
  try {
    return queryCursor.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
