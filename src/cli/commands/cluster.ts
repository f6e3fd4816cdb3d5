import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { LockstepError } from '../../model/errors.ts';
import type { SweepResult } from '../../model/run-result.ts';
import { findStoredCluster } from '../../service/find-stored-cluster.ts';
import { refuseForeign } from '../../service/output-folder.ts';
import { askForRun, type RunFlags } from '../ask-for-run.ts';
import { configOf, flagsOf } from '../config-flags.ts';
import { bandOf, exitCodeOf } from '../fail-on.ts';
import { gather } from '../input-flags.ts';
import { printFindings } from '../print-findings.ts';
import { printSeeds } from '../print-seeds.ts';
import { windowOf } from '../sweep-request.ts';
import { useStore } from '../use-store.ts';

type ClusterFlags = RunFlags & {
  readonly seedAccount?: readonly string[];
  readonly seedFile?: string;
  readonly ofCluster?: string;
  readonly hops: string;
  readonly from?: string;
  readonly to?: string;
  readonly layer?: readonly string[];
  readonly out?: string;
  readonly failOn?: string;
};

const EXAMPLES = `
Examples:
  lockstep cluster --seed-account alice --seed-account bob
  lockstep cluster --seed-file suspects.txt --hops 1 --out around
  lockstep cluster --of-cluster 1 --queue --wait`;

export function addCluster(program: Command): void {
  const command = program
    .command('cluster')
    .summary('detection around a few accounts, with the figures of the whole store')
    .description(
      'Fetches what lies around a few accounts from the store and detects there. How common a device, an address or a link is, is taken from the whole store, so that the scores are those of a sweep.',
    )
    .option('--seed-account <id>', 'an account to start from', gather)
    .option('--seed-file <file>', 'a file with accounts to start from, one a line')
    .option('--of-cluster <cluster>', 'start from the members of a cluster: its id, the beginning of it, or its rank')
    .option('--hops <n>', 'steps from account to account over what they share: 1, 2 or 3', '2')
    .option('--from <time>', 'leave out edges before this time')
    .option('--to <time>', 'leave out edges at or after this time')
    .option('--layer <name:settings>', 'settings of a layer, such as retweet:type=action,span=60s', gather)
    .option('--out <dir>', 'folder to write; an earlier run in it is replaced')
    .option('--fail-on <band>', 'exit with 1 when a cluster is in this band or above: high, medium, low')
    .option('--queue', 'hand it to the workers and print the id of its run')
    .option('--wait', 'with --queue: follow it to its end')
    .option('--json', 'print one JSON document and nothing else')
    .option('--dry-run', 'say what would be asked for, change nothing')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: ClusterFlags) => {
      const config = configOf(command, flags.layer);
      const failOn = bandOf(flags.failOn);
      if (flags.out !== undefined) refuseForeign(flags.out);
      const params = {
        seeds: seedsOf(flags),
        from_cluster: flags.ofCluster === undefined ? null : await idOfCluster(command, flags.ofCluster),
        hops: hopsOf(flags.hops),
        bounds: {},
        window: windowOf(flags, config.timezone),
        seed: config.seed,
        layers: [...config.layers],
        out: flags.out === undefined ? null : resolve(flags.out),
      };
      const asking = { config, configFlags: flagsOf(command, flags.layer), flags, mustExist: true };
      const code = await askForRun('cluster', params, asking, async (run, store) => {
        if (flags.json !== true && params.seeds.length > 0) {
          printSeeds(
            params.seeds,
            (await store.cases.clustersOf(run.id)).map(({ cluster }) => cluster),
          );
        }
        await printFindings(run, store.cases, flags.json === true);
        // An emitted cluster job has left what its job says it leaves.
        const { totals, layers } = run.result as SweepResult;
        return exitCodeOf({ bands: totals.bands, isTruncated: false, layers }, failOn);
      });
      process.exitCode = code ?? 0;
    });
}

async function idOfCluster(command: Command, name: string): Promise<string> {
  return await useStore(command, async ({ cases }) => (await findStoredCluster(cases, name)).cluster.cluster_id);
}

function hopsOf(text: string): 1 | 2 | 3 {
  if (text === '1' || text === '2' || text === '3') return text === '1' ? 1 : text === '2' ? 2 : 3;
  throw new LockstepError('usage', `--hops "${text}" must be 1, 2 or 3: each step reaches many times more accounts.`);
}

function seedsOf({ seedAccount = [], seedFile, ofCluster }: ClusterFlags): readonly string[] {
  const seeds = [...seedAccount, ...(seedFile === undefined ? [] : readSeeds(seedFile))];
  if (seeds.length === 0 && ofCluster === undefined) {
    throw new LockstepError(
      'usage',
      'No account to start from was named: give --seed-account, --seed-file or --of-cluster.',
    );
  }
  return [...new Set(seeds)];
}

function readSeeds(file: string): readonly string[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new LockstepError('input-missing', `The file of accounts ${file} cannot be read: check its name.`, { cause });
  }
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
