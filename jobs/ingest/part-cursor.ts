import { z } from 'zod';
import { figuresSchema } from './figures.ts';

/** What a store keeps of a part that was read to its end: as what it was read, by which run, and what came of it. */
const partCursor = z.object({
  /** The part's stamp at that time. */
  stamp: z.string(),
  /** Digest of how rows became edges: read with another mapping, a part is another part. */
  how: z.string(),
  run: z.string(),
  /** False when it ended early. */
  isWhole: z.boolean(),
  figures: figuresSchema,
});

export type PartCursor = z.output<typeof partCursor>;

export function writePartCursor(cursor: PartCursor): string {
  return JSON.stringify(cursor);
}

/** `null` when there is none, or none that we can read: then the part is read again, which changes nothing twice. */
export function readPartCursor(text: string | undefined): PartCursor | null {
  if (text === undefined) return null;
  try {
    return partCursor.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
