import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { CANONICAL_COLUMNS } from '../../src/model/canonical-column.ts';

const columns = z.partialRecord(z.enum(CANONICAL_COLUMNS), z.string()).default({});
const path = z.string().refine(isAbsolute, {
  error: 'must be an absolute path, for the worker may run in another folder',
});

/** A source of the config, or files as they were named on the command line with `--map`, `--layer-of` and `--set`. */
const askedSource = z.union([
  z.strictObject({ name: z.string().min(1) }),
  z.strictObject({
    files: z.array(path).min(1),
    map: columns,
    layer_of: z.record(z.string(), z.string()).default({}),
    set: columns,
  }),
]);

/** What a run of kind `ingest` works on. */
export const ingestParams = z.strictObject({
  sources: z.array(askedSource).min(1),
  /** Whether rejects carry the row as it stood. */
  keep_rejected_rows: z.boolean().default(false),
});

/** As it may be asked for. */
export type IngestRequest = z.input<typeof ingestParams>;
export type IngestParams = z.output<typeof ingestParams>;
export type AskedSource = IngestParams['sources'][number];
