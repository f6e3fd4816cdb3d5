import { z } from 'zod';
import { instant } from '../cluster-schema.ts';

const count = z.int().nonnegative();
const bandTotal = z.object({ clusters: count, accounts: count });

const run = z.object({
  run_id: z.string().describe('The run in the case store.'),
  kind: z.enum(['sweep', 'cluster', 'ingest', 'expire']),
  schedule_id: z.string().nullable().describe('The schedule that asked for it; null = a person did.'),
  slot: instant.nullable().describe('The slot of the schedule that it fills.'),
});

const report = z.object({
  report_id: z.string(),
  report_run_id: z.string().describe('run.run_id of the report: a hash of snapshot, config, version and prior.'),
  input_digest: z.string(),
  version: z.string(),
  window: z.object({ from: instant.nullable(), to: instant.nullable() }).describe('Half-open; null = open.'),
  totals: z.object({
    edges: count,
    accounts: count,
    entities: count,
    links: count,
    clusters: count,
    clustered_accounts: count,
    bands: z.object({ high: bandTotal, medium: bandTotal, low: bandTotal }),
    expected_wrong_high: z.number().nonnegative().describe('Accounts in band high that are expected to be innocent.'),
  }),
  suppressed: z.object({ allowlisted: count, too_small: count, snoozed: count }),
  layers_without_data: z.array(z.string()).describe('Layers that held too little to say anything.'),
  limits_hit: count,
});

const source = z.object({
  source: z.string(),
  rows: count,
  rejected: count,
  added: count,
  duplicates: count,
  truncated: count.describe('Inputs that ended early: their whole rows are in.'),
});

export const runCompleted = run.extend({
  report: report.nullable().describe('Of a sweep or cluster run, else null.'),
  sources: z.array(source).nullable().describe('Of an ingest, else null.'),
});

export const runFailed = run.extend({
  code: z.string().describe('The code of the error.'),
  message: z.string().nullable().describe('One sentence; null for an internal error, which stands in the log.'),
  attempts: count,
});
