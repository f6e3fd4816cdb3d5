import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { PRESETS } from '../../src/source/generated/generate-world.ts';

export const USAGE = `npm run eval -- [flags]
  --data DIR        a folder of sets, each a folder with edges.csv.gz and perhaps labels.csv.gz (../shared/data when it is there)
  --sets a,b        only these sets
  --worlds NAMES    all (the default), none, or names of presets of "lockstep generate"
  --seeds 1,2,3     seeds of the worlds
  --leave-one-out   each set's mark beside the mean of the others
  --save FILE       keep the results as JSON
  --load FILE       take saved results instead of running
  --against FILE    saved results of another choice: would it have been taken with any one set left out? Several times for several.
  --json            print one JSON document and nothing else`;

export type EvalOptions = {
  readonly data: string | null;
  /** `null` = all that are there. */
  readonly sets: readonly string[] | null;
  readonly worlds: readonly string[];
  readonly seeds: readonly number[];
  readonly leaveOneOut: boolean;
  readonly save: string | null;
  readonly load: string | null;
  readonly against: readonly string[];
  readonly json: boolean;
};

/** Speed is measured on `scale`, not quality. */
const UNSCORED = 'scale';

const FLAGS = {
  data: { type: 'string' },
  sets: { type: 'string' },
  worlds: { type: 'string', default: 'all' },
  seeds: { type: 'string', default: '1,2,3' },
  'leave-one-out': { type: 'boolean', default: false },
  save: { type: 'string' },
  load: { type: 'string' },
  against: { type: 'string', multiple: true },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** `null` when only help was asked for. */
export function readOptions(args: readonly string[]): EvalOptions | null {
  const { values } = parseArgs({ args: [...args], options: FLAGS });
  if (values.help) return null;
  return {
    data: values.data ?? dataBesideCheckout(),
    sets: values.sets?.split(',') ?? null,
    worlds: readWorlds(values.worlds),
    seeds: values.seeds.split(',').map(Number),
    leaveOneOut: values['leave-one-out'] || values.against !== undefined,
    save: values.save ?? null,
    load: values.load ?? null,
    against: values.against ?? [],
    json: values.json,
  };
}

function readWorlds(text: string): readonly string[] {
  if (text === 'none') return [];
  if (text === 'all') return [...PRESETS.keys()].filter((name) => name !== UNSCORED);
  const names = text.split(',');
  const unknown = names.filter((name) => !PRESETS.has(name));
  if (unknown.length === 0) return names;
  throw new Error(`There is no world ${unknown.join(', ')}; there are ${[...PRESETS.keys()].join(', ')}.`);
}

function dataBesideCheckout(): string | null {
  const folder = fileURLToPath(new URL('../../../shared/data', import.meta.url));
  return existsSync(folder) ? folder : null;
}
