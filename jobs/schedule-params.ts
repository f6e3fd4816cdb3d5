import { z } from 'zod';
import type { Config } from '../src/config/load-config.ts';
import { LockstepError } from '../src/model/errors.ts';
import type { LayerChoice } from '../src/model/layer.ts';
import type { Schedule } from '../src/model/schedule.ts';
import type { Json } from '../src/model/stored-run.ts';
import { layerChoices } from './sweep-params.ts';

const lengthMs = z.int().positive();

/** What a schedule says of each of its runs; what a run works on follows from it and the slot. */
export type ScheduledSweep = {
  /** How far back from its slot, `null` = as the config says. */
  readonly window_ms: number | null;
  readonly seed: number;
  readonly layers: readonly (readonly [string, LayerChoice])[];
};
export type ScheduledIngest = {
  /** Names in the config, `null` = all there are when the slot comes. */
  readonly sources: readonly string[] | null;
};
export type ScheduledExpire = {
  /** Age at which edges go, `null` = as the config says. */
  readonly retention_ms: number | null;
};

const SCHEMAS = {
  sweep: z.object({ window_ms: lengthMs.nullable(), seed: z.int().nonnegative(), layers: layerChoices }),
  ingest: z.object({ sources: z.array(z.string()).nullable() }),
  expire: z.object({ retention_ms: lengthMs.nullable() }),
} as const;

/** Params of the run that fills `slot`: they say all, so that the run does the same whenever it is worked on. */
export function paramsOfSlot({ id, kind, params }: Schedule, slot: number, config: Config): Json {
  switch (kind) {
    case 'sweep': {
      const { window_ms, seed, layers }: ScheduledSweep = parse(SCHEMAS.sweep, params, id);
      const window = { from: slot - (window_ms ?? config.nightly_window), to: slot };
      return { window, seed, layers: layers.map(([name, choice]) => [name, { ...choice }]), out: null };
    }
    case 'ingest': {
      const { sources }: ScheduledIngest = parse(SCHEMAS.ingest, params, id);
      return { sources: (sources ?? [...config.sources.keys()]).map((name) => ({ name })) };
    }
    case 'expire': {
      const { retention_ms }: ScheduledExpire = parse(SCHEMAS.expire, params, id);
      return { before: slot - (retention_ms ?? config.retention) };
    }
    case 'cluster':
      throw new LockstepError(
        'usage',
        `Schedule ${id} asks for cluster jobs, which start from accounts that a person names: remove it.`,
      );
  }
}

function parse<Params>(schema: z.ZodType<Params>, params: Json, id: string): Params {
  const parsed = schema.safeParse(params);
  if (parsed.success) return parsed.data;
  throw new LockstepError(
    'usage',
    `Schedule ${id} holds settings that this version does not know (${parsed.error.issues[0]?.path.join('.')}): set it again.`,
  );
}
