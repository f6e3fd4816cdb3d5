import { z } from 'zod';
import { instant } from '../cluster-schema.ts';

/** Something is wrong with Lockstep itself, and somebody has to look. */
export const alarm = z.object({
  about: z.string().describe('The id of the schedule, the name of the source, or SCHEDULE/LAYER.'),
  since: instant.describe('When it came to be: for a missed run its slot.'),
  says: z.string().describe('One sentence: what happened and what to do.'),
});

export const sinkRefused = z.object({
  sink: z.string(),
  event_id: z.string().describe('The event that was refused; it and all after it stay.'),
  why: z.string(),
});
