import { z } from 'zod';
import { LockstepError } from '../model/errors.ts';
import type { Report } from '../model/report.ts';
import { clusterSchema, instant } from './cluster-schema.ts';

const count = z.int().nonnegative();

const layer = z
  .object({
    name: z.string(),
    type: z.enum(['resource', 'action', 'interaction', 'taste']),
    type_reason: z.string().describe('Why the layer has its type.'),
    span_ms: z.number().describe('Largest time apart at which two actions count as together.'),
    cap: z.number().describe('Population above which an entity makes no pairs.'),
    min_shared: z.number().describe('Entities that two accounts must share to become a pair.'),
    edges: count,
    accounts: count,
    entities: count,
    links: count,
    capped: z
      .array(z.object({ entity: z.string(), population: count }))
      .describe('The most held of the entities over the cap, at most 20.'),
    capped_total: count,
    coverage: z.number().min(0).max(1).describe('Share of all accounts with an edge in the layer.'),
    status: z.enum(['ok', 'insufficient_data']),
  })
  .meta({ id: 'Layer' });

const band = z.object({ clusters: count, accounts: count }).meta({ id: 'BandTotal' });

const run = z.object({
  run_id: z.string().describe('A hash of the digests below.'),
  version: z.string(),
  config_digest: z.string(),
  input_digest: z.string().describe('Over the sorted, distinct edges in the window.'),
  prior_digest: z.string().describe('Over the allowlist, decisions and clusters of earlier runs.'),
  seed: z.number(),
  window: z.object({ from: instant.nullable(), to: instant.nullable() }).describe('Half-open; null = open.'),
  layers: z.array(layer),
});

const totals = z.object({
  edges: count,
  accounts: count,
  entities: count,
  links: count,
  clusters: count,
  clustered_accounts: count,
  bands: z.object({ high: band, medium: band, low: band }),
  expected_wrong_high: z.number().nonnegative().describe('Accounts in band high that are expected to be innocent.'),
});

export const reportSchema = z
  .object({
    schema: z.literal('lockstep.report/1'),
    report_id: z.string(),
    run,
    totals,
    clusters: z.array(clusterSchema).describe('By rank.'),
    suppressed: z.object({ allowlisted: count, too_small: count, snoozed: count }),
    gone: z
      .array(z.object({ cluster_id: z.string(), lineage_id: z.string(), size: count }))
      .describe('Clusters of the previous run that have no successor.'),
    limits_hit: z.array(z.object({ limit: z.string(), detail: z.string(), count })),
    privacy: z.object({
      ids: z.enum(['raw', 'pseudonymized']),
      key_version: z.string().nullable(),
      note: z.string(),
    }),
  })
  .meta({ title: 'Lockstep report', description: 'What one run of Lockstep found, for review.' });

type ReadonlyDeep<T> = T extends readonly (infer Item)[]
  ? readonly ReadonlyDeep<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: ReadonlyDeep<T[Key]> }
    : T;
type Parsed = ReadonlyDeep<z.infer<typeof reportSchema>>;
type Extending<A extends B, B> = A;
/** The compiler refuses this line when the schema and the model say different things, in either direction. */
type ParsedReport = Extending<Report, Extending<Parsed, Report>>;

/** Reads a report.json back. Fields that a later version has added are left out. */
export function parseReport(json: string): ParsedReport {
  const result = reportSchema.safeParse(parseJson(json));
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new LockstepError(
    'input-unreadable',
    `report.json is not a lockstep.report/1: ${issue?.path.join('.') || 'the whole'}: ${issue?.message}; write it anew with \`lockstep sweep\`.`,
  );
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new LockstepError(
      'input-unreadable',
      'report.json is not JSON, cut short perhaps: write it anew with `lockstep sweep`.',
      {
        cause,
      },
    );
  }
}
