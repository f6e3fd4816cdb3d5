import { z } from 'zod';
import { CANONICAL_COLUMNS } from '../model/canonical-column.ts';
import { parseDuration } from './duration.ts';

/** One key of a source: how it is read, and what the settings page says of it. */
export type SourceField = {
  readonly schema: z.ZodType;
  readonly expects: string;
  /** What holds without it, in words; `null` = it must be there. */
  readonly usual: string | null;
  readonly about: string;
  /** May stand in a file of its own, named by the same key with `_file`; is never shown. */
  readonly isSecret?: true;
};

const words = z.string().min(1);
/** YAML takes digits for a number. */
const text = z.union([z.string(), z.number().transform(String)]);
const columns = z
  .partialRecord(z.enum(CANONICAL_COLUMNS), text)
  .transform(
    (record) =>
      new Map(
        CANONICAL_COLUMNS.flatMap((column) =>
          record[column] === undefined ? [] : [[column, record[column]] as const],
        ),
      ),
  );
const layers = z.record(z.string().min(1), text.pipe(words)).transform((record) => new Map(Object.entries(record)));

const duration = z.string().transform((value, context) => {
  try {
    return parseDuration(value);
  } catch {
    context.addIssue({ code: 'custom', message: 'not a duration' });
    return z.NEVER;
  }
});

/** How far before its cursor a query begins again: a length of time, or a number of steps of a cursor that counts. */
const lookback = z.union([
  z
    .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
    .pipe(z.number().int().min(0))
    .transform((count) => ({ count })),
  duration.transform((ms) => ({ ms })),
]);

function isPlainEndpoint(value: string): boolean {
  const { username, password, search, hash } = new URL(value);
  return username === '' && password === '' && search === '' && hash === '';
}

const LONGEST_STEP_MS = 7 * 86_400_000;

const COLUMN_LIST = CANONICAL_COLUMNS.join(', ');

const EVERY_SOURCE = {
  map: {
    schema: columns,
    expects: `names of columns by ours (${COLUMN_LIST}), such as { account: user_id }`,
    usual: 'columns have our names',
    about: 'what our columns are called there',
  },
  layer_of: {
    schema: layers,
    expects: 'columns by layer, such as { device: device_id, ip: ip_addr }',
    usual: 'the columns layer and entity',
    about: 'reads a wide table, one layer a column',
  },
  set: {
    schema: columns,
    expects: `values by our columns (${COLUMN_LIST}), such as { layer: repost }`,
    usual: 'nothing',
    about: 'gives every row the same value',
  },
  stale_after: {
    schema: duration,
    expects: 'a duration such as 26h',
    usual: 'never',
    about: 'an alarm is raised when nothing new has come for so long',
  },
} as const satisfies { readonly [key: string]: SourceField };

const FILE = {
  files: {
    schema: z.union([words.transform((path) => [path]), z.array(words).min(1)]),
    expects: 'a path or pattern, or a list of them, such as /data/edges/**/*.csv.gz',
    usual: null,
    about: 'CSV, NDJSON (each also gzip) or Parquet; ** goes into folders',
  },
} as const satisfies { readonly [key: string]: SourceField };

const S3 = {
  endpoint: {
    schema: z.url({ protocol: /^https?$/ }).refine(isPlainEndpoint),
    expects: 'an http or https URL without credentials',
    usual: "the region's endpoint of AWS",
    about: 'where the S3-compatible store answers; buckets stand in the path',
  },
  region: { schema: words, expects: 'a region', usual: 'us-east-1', about: 'region that requests are signed for' },
  bucket: { schema: words, expects: 'the name of a bucket', usual: null, about: 'the bucket' },
  prefix: {
    schema: z.string(),
    expects: 'text',
    usual: 'all objects',
    about: 'what the keys of the objects begin with',
  },
  match: {
    schema: words,
    expects: 'a pattern such as **/*.csv.gz',
    usual: 'all objects',
    about: 'objects whose whole key fits it are read, others left alone',
  },
  access_key_id: {
    schema: words,
    expects: 'a key id',
    usual: 'requests are not signed',
    about: 'who asks',
    isSecret: true,
  },
  secret_access_key: { schema: words, expects: 'a key', usual: 'none', about: 'its secret', isSecret: true },
  session_token: {
    schema: words,
    expects: 'a token',
    usual: 'none',
    about: 'of temporary credentials',
    isSecret: true,
  },
} as const satisfies { readonly [key: string]: SourceField };

const POSTGRES = {
  url: {
    schema: words,
    expects: 'postgres://USER:PASSWORD@HOST:PORT/DATABASE',
    usual: null,
    about: 'the server, best a replica, and a user that may only read',
    isSecret: true,
  },
  query: {
    schema: words,
    expects: 'SQL with $1 for the cursor, such as SELECT … WHERE changed_at > $1 ORDER BY changed_at',
    usual: null,
    about: 'runs in a transaction that can only read; its rows must come in the order of the cursor',
  },
  cursor: {
    schema: words,
    expects: 'the name of a column of whole numbers or times',
    usual: null,
    about: 'column of the query that only grows; the next pull goes on from its largest value',
  },
  start: {
    schema: text.pipe(words),
    expects: 'a value of the cursor',
    usual: 'the beginning',
    about: 'where the first pull begins',
  },
  lookback: {
    schema: lookback,
    expects: 'a duration such as 10m, or a whole number for a cursor of numbers',
    usual: '0',
    about:
      'how far before the cursor each pull begins again, for rows that come late; what is known is not taken twice',
  },
  timeout: {
    schema: duration.refine((ms) => ms > 0 && ms <= LONGEST_STEP_MS),
    expects: 'a duration such as 5m, at most 7d',
    usual: '5m',
    about: 'a step of the query that takes longer is ended by the server',
  },
} as const satisfies { readonly [key: string]: SourceField };

export const SOURCE_KINDS = ['file', 's3', 'postgres'] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

/** The keys of each kind of source, besides `kind`. */
export const SOURCE_FIELDS = {
  file: { ...FILE, ...EVERY_SOURCE },
  s3: { ...S3, ...EVERY_SOURCE },
  postgres: { ...POSTGRES, ...EVERY_SOURCE },
} as const;
