import type { Command } from 'commander';
import type { Config } from '../../config/load-config.ts';
import { LockstepError } from '../../model/errors.ts';
import { stringAt } from '../../model/string-table.ts';
import { explainMembership } from '../../service/explain-membership.ts';
import { type Explainable, explainPair } from '../../service/explain-pair.ts';
import { findFound, findLatest } from '../../service/find-found.ts';
import { findingsOfClusters } from '../../service/findings-of-clusters.ts';
import { readFindings } from '../../service/read-run.ts';
import { configOf } from '../config-flags.ts';
import { printMembership, printPair } from '../print-why.ts';
import { printJson, say } from '../terminal.ts';

type WhyFlags = { readonly run?: string; readonly json?: boolean };

const EXAMPLES = `
Examples:
  lockstep why alice bob --run out
  lockstep why alice in 3f2a9c --run out
  lockstep why alice in 1            (the cluster of rank 1 of the latest run)`;

export function addWhy(program: Command): void {
  const command = program
    .command('why')
    .argument('<account>', 'an account')
    .argument('<other>', 'another account, or the word "in"')
    .argument('[cluster]', 'after "in": the beginning of a cluster id, or its rank')
    .summary('the shortest evidence that ties two accounts, or an account to a cluster')
    .description('Shows the shortest evidence that ties two accounts, or an account to its cluster.')
    .option(
      '--run <run>',
      'an output folder, or the beginning of the id of a run, also of a stored one; the latest without it',
    )
    .option('--json', 'print one JSON document and nothing else')
    .addHelpText('after', EXAMPLES)
    .action(async (account: string, other: string, cluster: string | undefined, flags: WhyFlags) => {
      const findings = await findFindings(flags.run, configOf(command));
      explain(findings, account, other, cluster, flags.json === true);
    });
}

/** The files of the run, or, where they are not on this machine, what its stored clusters tell. */
async function findFindings(run: string | undefined, config: Config): Promise<Explainable> {
  const found = await (run === undefined ? findLatest(config) : findFound(run, config));
  if (found.at === 'folder') return readFindings(found.folder);
  say(
    `The files of run ${found.run.id} are not on this machine: only the strongest links of each cluster are known, and no times.`,
  );
  return findingsOfClusters(found.clusters);
}

function explain(
  findings: Explainable,
  account: string,
  other: string,
  cluster: string | undefined,
  isJson: boolean,
): void {
  if (other === 'in' && cluster !== undefined) {
    const membership = explainMembership(findings, account, cluster);
    if (isJson) printJson(membership);
    else printMembership(membership);
    return;
  }
  if (cluster !== undefined) {
    throw new LockstepError(
      'usage',
      `Write "why A B" for two accounts, or "why A in CLUSTER"; "${other}" is not "in".`,
    );
  }
  for (const name of [account, other]) requireAccount(findings, name);
  const pair = explainPair(findings, account, other);
  if (isJson) printJson(pair);
  else printPair(pair);
}

/** Only linked and clustered accounts are in a run's files: of any other one nothing was found. */
function requireAccount({ accounts, report }: Explainable, name: string): void {
  for (let i = 0; i < accounts.size; i++) if (stringAt(accounts, i) === name) return;
  if (report.clusters.some(({ members }) => members.some(({ account_id }) => account_id === name))) return;
  throw new LockstepError(
    'input-missing',
    `The run has no link of an account ${name}: check its id, or nothing ties it to anybody.`,
  );
}
