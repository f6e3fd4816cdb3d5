import type { Command } from 'commander';
import { LockstepError } from '../../model/errors.ts';
import { discardPartial, refuseForeign } from '../../service/output-folder.ts';
import { PRESETS } from '../../source/generated/generate-world.ts';
import { configOf } from '../config-flags.ts';
import { oneOf } from '../one-of.ts';
import { runWithProgress } from '../run-with-progress.ts';
import { count, print, printJson, table } from '../terminal.ts';

type GenerateFlags = {
  readonly out?: string;
  readonly preset: string;
  readonly edges?: string;
  readonly json?: boolean;
  readonly dryRun?: boolean;
};

const PRESET_TABLE = table(
  [...PRESETS].map(([name, { purpose, edges }]) => ['', name, `${count(edges)} edges`, purpose]),
);

const EXAMPLES = `
Presets:
${PRESET_TABLE}

Examples:
  lockstep generate --out world
  lockstep generate --preset ratings --seed 7 --out ratings
  lockstep generate --preset scale --edges 1000000 --out big`;

export function addGenerate(program: Command): void {
  const command = program
    .command('generate')
    .summary('a made-up world with planted rings and innocent look-alikes')
    .description(
      'Writes edges.csv.gz and labels.csv.gz of a made-up world: the same preset and seed give the same bytes.',
    )
    .option('--out <dir>', 'folder to write; an earlier world in it is replaced')
    .option('--preset <name>', 'kind of world', 'mixed')
    .option('--edges <n>', 'about so many edges; the usual number of the preset without it')
    .option('--json', 'print one JSON document and nothing else')
    .option('--dry-run', 'make the world and count it, write nothing')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: GenerateFlags) => {
      const preset = oneOf('preset', flags.preset, [...PRESETS.keys()]);
      const out = flags.dryRun === true ? null : placeOf(flags.out);
      const config = configOf(command);
      const request = { preset, seed: config.seed, edges: edgesOf(flags.edges), out };
      const cleanUp = async () => (out === null ? undefined : discardPartial(out));
      const outcome = await runWithProgress('generate', request, {
        config,
        showsProgress: flags.json !== true,
        cleanUp,
      });
      if (flags.json === true) printJson(outcome);
      else {
        print(
          `${count(outcome.edges)} edges of ${count(outcome.accounts)} accounts in ${outcome.layers.join(', ')}; ${outcome.rings.length} rings planted.`,
        );
        if (outcome.out !== null)
          print(`Written to ${outcome.out}: ${outcome.files.map(({ name }) => name).join(', ')}`);
      }
    });
}

function placeOf(out: string | undefined): string {
  if (out === undefined) throw new LockstepError('usage', 'Name the folder for the world with --out.');
  refuseForeign(out);
  return out;
}

function edgesOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^[1-9]\d{0,9}$/.test(text))
    throw new LockstepError('usage', `--edges "${text}" must be a whole number from 1 on.`);
  return Number(text);
}
