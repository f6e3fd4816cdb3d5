import { z } from 'zod';
import type { TimeWindow } from '../src/model/edge.ts';
import type { LayerChoice } from '../src/model/layer.ts';

const whole = z.int().nonnegative();

/** Settings of layers as a run keeps them: plain JSON, in the order they were given. */
export const layerChoices: z.ZodType<readonly (readonly [string, LayerChoice])[]> = z.array(
  z.tuple([
    z.string(),
    z.object({
      type: z.enum(['resource', 'action', 'interaction', 'taste']).exactOptional(),
      spanMs: whole.exactOptional(),
      cap: whole.exactOptional(),
      minShared: whole.exactOptional(),
    }),
  ]),
);

/** Half-open, ms since 1970; `null` is open on that side. */
export const timeWindow: z.ZodType<TimeWindow> = z.object({ from: z.int().nullable(), to: z.int().nullable() });

/** What a sweep works on. Whatever is not here comes from the config of the worker, and changes no byte of the report but by its key. */
export type SweepParams = {
  readonly window: TimeWindow;
  readonly seed: number;
  readonly layers: readonly (readonly [string, LayerChoice])[];
  /** An absolute path; `null` = a folder of the run's in the data folder. */
  readonly out: string | null;
};

export const sweepParams: z.ZodType<SweepParams> = z.object({
  window: timeWindow,
  seed: whole,
  layers: layerChoices,
  out: z.string().nullable(),
});
