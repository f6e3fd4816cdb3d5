import { z } from 'zod';
import { instant } from '../cluster-schema.ts';

const count = z.int().nonnegative();

const runMissed = z.object({
  schedule_id: z.string(),
  kind: z.enum(['sweep', 'cluster', 'ingest', 'expire']),
  slot: instant.describe('When the run should have begun.'),
  missed_after_ms: count.describe('How long after its slot a run counts as missed.'),
});

const sourceStale = z.object({
  source: z.string(),
  newest_at: instant.nullable().describe('The newest that it has brought; null = nothing ever.'),
  stale_after_ms: count,
  slot: instant.describe('When it was looked at.'),
});

const layerDropped = z.object({
  layer: z.string(),
  edges: count,
  usual_edges: z.number().nonnegative().describe('What the layer had in the runs before.'),
  share: z.number().nonnegative().describe('edges as a share of usual_edges.'),
  run_id: z.string().describe('The run that noticed.'),
  slot: instant.describe('The slot of that run, or when it began.'),
});

const sinkRefused = z.object({
  sink: z.string(),
  event_id: z.string().describe('The event that was refused; it and all after it stay.'),
  why: z.string(),
});

export const alarms = { runMissed, sourceStale, layerDropped, sinkRefused };
