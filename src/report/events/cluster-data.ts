import { z } from 'zod';

/** Accounts that an event lists at most. */
export const MOST_MEMBERS = 1_000;

const count = z.int().nonnegative();
const score = z.number().min(0).max(1);
const band = z.enum(['high', 'medium', 'low']);
const told = z.enum(['high', 'medium']);

const member = z.object({
  account_id: z.string(),
  tier: z.enum(['core', 'periphery']),
});

const cluster = z.object({
  run_id: z.string().describe('The run that found it, in the case store.'),
  report_id: z.string(),
  cluster_id: z.string().describe('First 16 hex digits of SHA-256 over the sorted members.'),
  lineage_id: z.string().describe('The identity of the cluster through runs.'),
  rank: z.int().positive(),
  score: score.describe('Coordination; higher is worse.'),
  band: told,
  summary: z.string().describe('One plain sentence, made from the numbers.'),
  size: count.describe('Members, bystanders too.'),
  expected_wrong: z.number().nonnegative().describe('How many of the members are expected to be innocent.'),
  members: z
    .array(member)
    .max(MOST_MEMBERS)
    .nullable()
    .describe(`Members but bystanders; null when they are more than ${MOST_MEMBERS}.`),
  bystanders: count.describe('Members that are never to be acted on; they are not listed.'),
  members_at: z.string().nullable().describe('Where to read the members when they are not listed here.'),
});

const before = z.object({
  cluster_id: z.string(),
  band,
  score: score.nullable().describe('null = not known any more.'),
});

export const clusterDetected = cluster.extend({
  change: z
    .enum(['new', 'revived', 'split', 'merged', 'rose'])
    .describe('rose: the cluster was there before, in band low or put aside.'),
  previous: z.array(z.string()).describe('cluster_id of the clusters of the run before that it goes on from.'),
});

export const clusterUpdated = cluster.extend({
  changed: z.array(z.enum(['members', 'band', 'score'])).min(1),
  before,
  previous: z.array(z.string()).describe('cluster_id of the clusters of the run before that it goes on from.'),
});

export const clusterClosed = z.object({
  run_id: z.string().describe('The run that did not find it any more.'),
  report_id: z.string(),
  lineage_id: z.string(),
  why: z
    .enum(['gone', 'merged', 'fell', 'put_aside'])
    .describe('fell: it is in band low now; put_aside: a reviewer has dismissed it for a while.'),
  into: z.array(z.string()).describe('lineage_id of the clusters that took its members, when it was merged.'),
  before: before.extend({ size: count }),
});
