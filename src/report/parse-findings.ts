import { z } from 'zod';
import { LockstepError } from '../model/errors.ts';
import type { ClusterFigures, EvidenceRow, Findings } from '../model/findings.ts';
import { parsePairs } from './parse-pairs.ts';
import { readLines } from './read-csv-rows.ts';
import { parseReport } from './report-schema.ts';

/** An output folder, unpacked. */
export type FindingsTexts = {
  readonly report: string;
  readonly pairs: Iterable<Uint8Array | string>;
  readonly evidence: Iterable<Uint8Array | string>;
  readonly figures: Iterable<Uint8Array | string>;
};

const place = z.int();

const evidenceRow = z.object({
  ref: z.string(),
  cluster_id: z.string(),
  layer: z.string(),
  entity: z.string(),
  population: z.int(),
  members: z.array(z.object({ account_id: z.string(), at: z.array(z.string()) })),
});

const raster = z.object({
  accounts: z.array(z.string()),
  entities: z.array(z.string()),
  layers: z.array(z.string()),
  ticks: z.array(z.tuple([place, z.number(), place])),
  from: z.number(),
  to: z.number(),
  ticks_total: z.int(),
});

const figures = z.object({
  cluster_id: z.string(),
  graph: z.object({
    accounts: z.array(z.string()),
    layers: z.array(z.string()),
    links: z.array(z.tuple([place, place, z.number(), place])),
    links_total: z.int(),
  }),
  raster: raster.nullable(),
  organic: raster.nullable(),
  matrix: z
    .object({
      accounts: z.array(z.string()),
      entities: z.array(z.object({ layer: z.string(), entity: z.string() })),
      cells: z.array(z.tuple([place, place])),
      accounts_total: z.int(),
      entities_total: z.int(),
    })
    .nullable(),
});

/**
 * Findings from the files of an output folder: rendering them again gives the same bytes. `accounts` then names only the accounts
 * that have a pair.
 */
export function parseFindings(texts: FindingsTexts): Findings {
  return {
    report: parseReport(texts.report),
    ...parsePairs(texts.pairs),
    evidence: parseLines<EvidenceRow>('evidence.ndjson.gz', evidenceRow, texts.evidence),
    figures: parseLines<ClusterFigures>('figures.ndjson.gz', figures, texts.figures),
  };
}

function parseLines<Row>(file: string, schema: z.ZodType<Row>, chunks: Iterable<Uint8Array | string>): readonly Row[] {
  const rows: Row[] = [];
  let line = 0;
  for (const text of readLines(chunks)) {
    line++;
    const result = schema.safeParse(parseJson(text));
    if (!result.success) {
      throw new LockstepError(
        'input-unreadable',
        `${file}:${line} is not a row of Lockstep, or cut short: write it anew with \`lockstep sweep\`.`,
      );
    }
    rows.push(result.data);
  }
  return rows;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
