import { z } from 'zod';
import type { TimeWindow } from '../src/model/edge.ts';
import type { LayerChoice } from '../src/model/layer.ts';
import type { NeighbourhoodBounds } from '../src/model/neighbourhood.ts';
import { layerChoices, timeWindow } from './sweep-params.ts';

const whole = z.int().nonnegative();

const bounds: z.ZodType<Partial<NeighbourhoodBounds>> = z.object({
  accounts: whole.exactOptional(),
  edges: whole.exactOptional(),
  activity: whole.exactOptional(),
  population: whole.exactOptional(),
  ties: whole.exactOptional(),
});

export const MOST_HOPS = 3;

/** What an ad-hoc job works on: some accounts, the members of a stored cluster, or both. */
export type ClusterParams = {
  readonly seeds: readonly string[];
  /** The id of a stored cluster. */
  readonly from_cluster: string | null;
  /** Steps from account to account over what they share: 1, 2 or 3. */
  readonly hops: number;
  /** What is left out is as `DEFAULT_BOUNDS` has it. */
  readonly bounds: Partial<NeighbourhoodBounds>;
  readonly window: TimeWindow;
  readonly seed: number;
  readonly layers: readonly (readonly [string, LayerChoice])[];
  /** An absolute path; `null` = a folder of the run's in the data folder. */
  readonly out: string | null;
};

/** `hops`, `bounds` and `from_cluster` may be left out. */
export const clusterParams: z.ZodType<ClusterParams> = z.object({
  seeds: z.array(z.string()),
  from_cluster: z.string().nullable().default(null),
  hops: z.int().min(1).max(MOST_HOPS).default(2),
  bounds: bounds.default({}),
  window: timeWindow,
  seed: whole,
  layers: layerChoices,
  out: z.string().nullable(),
});
