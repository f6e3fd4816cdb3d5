/** Pairs of accounts that act on entities together, within two spans, and how often chance would make them. */
import type { Layer } from '../model/layer.ts';
import type { Parallel } from '../model/ports.ts';
import { findTogether, type Together, type TogetherOptions } from './acted-together.ts';
import { chanceTogether } from './chance-together.ts';
import { sumShared } from './pair-shared.ts';
import { withoutBursts } from './pair-without-bursts.ts';

export type TimedOptions = TogetherOptions & {
  /** Resolution of the layer's clock, ms: two equal times may be this far apart. */
  readonly clockMs: number;
};

/** All columns but the gaps count entities, each once. */
export type TimedPairs = Together & {
  readonly accountCount: number;
  /** On which both acted at all. */
  readonly shared: Float64Array;
  /** On which chance would put them within the span. */
  readonly narrowExpected: Float64Array;
  readonly wideExpected: Float64Array;
  /** Actions that were left out because of their burst. */
  readonly inBursts: number;
};

export async function compareTimed(layer: Layer, options: TimedOptions, parallel: Parallel): Promise<TimedPairs> {
  const { narrowMs, wideMs, cap, clockMs } = options;
  const together = await findTogether(layer, options, parallel);
  const values = chanceTogether(layer, [narrowMs, wideMs], clockMs);
  const { shared, sums } = await sumShared(withoutBursts(layer, together.bursts), together, { cap, values }, parallel);
  const [narrowExpected = new Float64Array(0), wideExpected = new Float64Array(0)] = sums;
  const inBursts = together.bursts.reduce((sum, { actions }) => sum + actions, 0);
  return { accountCount: layer.accountCount, ...together, shared, narrowExpected, wideExpected, inBursts };
}
