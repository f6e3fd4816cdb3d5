import { z } from 'zod';

const count = z.int().nonnegative();
const share = z.number().min(0).max(1);

/** RFC 3339 in UTC with milliseconds. */
export const instant = z.string().meta({ format: 'date-time' });

const member = z.object({
  account_id: z.string().describe('The account as it stands in the input, or its pseudonym.'),
  tier: z.enum(['core', 'periphery', 'bystander']).describe('Bystanders are never in a takedown list.'),
  membership: share.describe('Share of the account’s evidence that ties it to this cluster.'),
  cell: z.string().nullable().describe('cell_id of the cell that the account is in; null when the cluster has none.'),
  score: share.describe('Comparable over the whole run; higher is worse.'),
  first_seen: instant.nullable(),
  last_seen: instant.nullable(),
});

const signal = z.object({
  name: z.string(),
  value: z.number(),
  unit: z.string(),
  baseline: z.number().nullable().describe('What is usual; null where there is nothing to compare with.'),
  contribution: z.number().describe('Its part of the score: the contributions of a cluster add up to the score.'),
  explanation: z.string().describe('One sentence.'),
});

const link = z.object({
  a: z.string(),
  b: z.string(),
  weight: z.number().describe('Nats of evidence.'),
  layers: z.record(z.string(), z.number()).describe('What each layer adds to the weight.'),
});

const evidence = z.object({
  ref: z.string().describe('Names the same row in evidence.ndjson.gz.'),
  layer: z.string(),
  entity: z.string(),
  accounts: z.array(z.string()).describe('Members that hold the entity; may list fewer than `members`.'),
  members: count.describe('How many members hold the entity in all.'),
  first_at: instant.nullable(),
  last_at: instant.nullable(),
  population: count.describe('Accounts of the whole run that hold the entity.'),
});

const check = z.object({
  name: z.string(),
  result: z
    .enum(['passed', 'failed', 'unknown'])
    .describe('failed: the innocent explanation fits and is not ruled out; passed: it is ruled out.'),
  value: z.number().nullable().describe('The number behind the result.'),
  why: z.string(),
});

const robustness = z
  .object({
    removed: z.string().describe('What was taken away.'),
    score: z.number(),
    members: count.describe('How many members would still hang together.'),
    survives: z.boolean().describe('Whether the cluster would still be found.'),
  })
  .meta({ id: 'Robustness', description: 'What is left when something is taken away.' });

const axis = z
  .object({
    value: share.nullable().describe('null = unknown.'),
    low: share.nullable(),
    high: share.nullable(),
    note: z.string(),
  })
  .meta({ id: 'Axis', description: 'One of three questions that are never summed: coordination, authenticity, harm.' });

const cell = z.object({
  cell_id: z.string().describe('First 16 hex digits of SHA-256 over the sorted members of the cell.'),
  size: count,
  links: count,
});

const event = z.enum(['new', 'same', 'grew', 'shrank', 'merged', 'split', 'revived', 'gone']);

export const clusterSchema = z
  .object({
    cluster_id: z.string().describe('First 16 hex digits of SHA-256 over the sorted members.'),
    lineage_id: z.string().describe('The identity of the cluster through runs.'),
    parent_id: z.string().nullable(),
    level: z.int(),
    rank: z.int().positive(),
    score: share.describe('Coordination; higher is worse.'),
    band: z.enum(['high', 'medium', 'low']),
    summary: z.string().describe('One plain sentence, made from the numbers.'),
    size: count,
    first_at: instant.nullable(),
    last_at: instant.nullable(),
    axes: z.object({ coordination: axis, authenticity: axis, harm: axis }),
    expected_wrong: z.number().nonnegative().describe('How many of the members are expected to be innocent.'),
    agreement: z
      .object({ louvain: share, cores: share })
      .describe('Share of the cluster that the second opinions put together too.'),
    cells: z.array(cell).describe('Tighter groups inside, largest first; empty when there are none.'),
    members: z.array(member),
    signals: z.array(signal),
    links_total: count,
    links_top: z.array(link).describe('The strongest links.'),
    evidence_total: count,
    evidence: z.array(evidence).describe('The most telling entities; all of them stand in evidence.ndjson.gz.'),
    robustness: z.object({
      without_layer: z.array(robustness),
      without_entity: robustness.nullable(),
      without_account: robustness.nullable(),
    }),
    innocent_checks: z.array(check),
    lineage: z.object({ event, previous: z.array(z.string()) }),
  })
  .meta({ id: 'Cluster', description: 'A group of accounts put before a reviewer.' });
