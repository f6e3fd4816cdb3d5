import { z } from 'zod';
import { ACTIONS, VERDICTS } from '../../model/case.ts';
import { instant } from '../cluster-schema.ts';
import { MOST_MEMBERS } from './cluster-data.ts';

const count = z.int().nonnegative();

export const decisionRecorded = z.object({
  decision_id: z.string(),
  cluster_id: z.string(),
  lineage_id: z.string(),
  verdict: z.enum(VERDICTS),
  action: z.enum(ACTIONS).describe('What the reviewer asks for. Nothing here approves it.'),
  reason: z.string(),
  policy: z.string().nullable(),
  reviewer: z.string(),
  report_id: z.string().nullable().describe('The report that the reviewer had before them.'),
  covers: z.enum(['all', 'some']).describe('all: every member but bystanders; some: the accounts of the decision.'),
  accounts: z
    .array(z.string())
    .max(MOST_MEMBERS)
    .nullable()
    .describe(`The accounts of a decision on some; null for all, and when they are more than ${MOST_MEMBERS}.`),
  accounts_total: count.nullable().describe('null for all.'),
  accounts_at: z.string().nullable().describe('Where to read the accounts when they are not listed here.'),
});

export const decisionReversed = decisionRecorded.extend({
  reverses: z.object({
    decision_id: z.string(),
    cluster_id: z.string(),
    verdict: z.enum(VERDICTS),
    action: z.enum(ACTIONS),
    decided_at: instant,
  }),
});

export const allowlistChanged = z.object({
  change: z.enum(['added', 'ended']),
  kind: z.enum(['account', 'entity']),
  account_id: z.string().nullable().describe('null for an entity, whose id never leaves.'),
  layer: z.string().nullable().describe('Of an entity; null = every layer.'),
  reason: z.string(),
  author: z.string(),
  until: z.string().nullable(),
});
