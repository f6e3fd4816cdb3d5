import { LockstepError } from '../../model/errors.ts';
import type { Preset } from './preset.ts';
import { follows, mules, washing } from './presets/links.ts';
import { scale } from './presets/scale.ts';
import { botnet, fanClubs, popular, timedOnly } from './presets/timed.ts';
import { demo, mixed } from './presets/town.ts';
import { attributes, ratings, untimed } from './presets/untimed.ts';
import { openWorld, type World } from './world.ts';

/** The worlds that can be asked for, by name. */
export const PRESETS: ReadonlyMap<string, Preset> = new Map([
  ['demo', demo],
  ['mixed', mixed],
  ['scale', scale],
  ['timed-only', timedOnly],
  ['fan-clubs', fanClubs],
  ['botnet', botnet],
  ['popular', popular],
  ['untimed', untimed],
  ['ratings', ratings],
  ['attributes', attributes],
  ['payments', washing],
  ['mules', mules],
  ['follows', follows],
]);

export type WorldOptions = {
  readonly seed: number;
  /** Rows: exactly so many in `scale`, about so many in the others; `PRESETS` knows the usual number of each. */
  readonly edges?: number;
};

/** A made-up world with planted truth: equal preset, seed and edges give equal rows and labels. */
export function generateWorld(name: string, { seed, edges }: WorldOptions): World {
  const preset = PRESETS.get(name);
  if (preset === undefined)
    throw new LockstepError(
      'usage',
      `There is no preset "${name}"; the presets are ${[...PRESETS.keys()].join(', ')}.`,
    );
  if (!Number.isSafeInteger(seed)) throw new LockstepError('usage', `The seed is ${seed}; give a whole number.`);
  const rows = edges ?? preset.edges;
  if (!Number.isSafeInteger(rows) || rows < 1)
    throw new LockstepError('usage', `A world of ${rows} edges cannot be made; give a whole number from 1 on.`);
  return openWorld(name, preset.stage({ seed, edges: rows }));
}
