import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import type { Config } from '../../config/load-config.ts';
import { ACTIONS, type StoredCluster, VERDICTS } from '../../model/case.ts';
import { LockstepError } from '../../model/errors.ts';
import { sweepResultOf } from '../../model/run-result.ts';
import { describeDecision } from '../../service/describe-stored-cluster.ts';
import { findStoredCluster } from '../../service/find-stored-cluster.ts';
import { findStoredRun } from '../../service/find-stored-run.ts';
import { type DecisionPlan, type DecisionRequest, planDecision } from '../../service/plan-decision.ts';
import { readAccountList } from '../../service/read-account-list.ts';
import type { Store } from '../../store/store.ts';
import { oneOf } from '../one-of.ts';
import { parseInstant } from '../parse-instant.ts';
import { count, print, printJson, shown, when } from '../terminal.ts';
import { useStore } from '../use-store.ts';
import { userName } from '../user-name.ts';

type DecideFlags = {
  readonly verdict: string;
  readonly reason: string;
  readonly action?: string;
  readonly policy?: string;
  readonly accountsFile?: string;
  readonly reviewer?: string;
  readonly until?: string;
  readonly expectedVersion?: string;
  readonly run?: string;
  readonly json?: boolean;
  readonly dryRun?: boolean;
};

const EXAMPLES = `
Verdicts: ${VERDICTS.join(', ')}.
Actions are asked for apart: ${ACTIONS.join(', ')}. What acts on accounts never touches bystanders or the allowlist.
false_positive and benign_coordination put the cluster aside for a while, through all runs, and take back earlier actions.

Examples:
  lockstep decide 1 --verdict false_positive --reason "a household" --until 2026-12-31
  lockstep decide 3f2a9c --verdict confirmed_coordinated --reason "bought accounts" --action takedown --policy spam-2
  lockstep decide 3f2a9c --verdict escalated --reason "looks state-run" --expected-version 1 --dry-run`;

export function addDecide(program: Command): void {
  const command = program
    .command('decide')
    .argument('<cluster>', 'the id of a cluster, its beginning, or its rank')
    .summary('record a decision on a cluster')
    .description(
      'Records what a reviewer decides on a cluster, with the reason; it is kept with the cluster through all runs.',
    )
    .requiredOption('--verdict <verdict>', 'what it is')
    .requiredOption('--reason <text>', 'why, in a sentence')
    .option('--action <action>', 'what is asked for; none without it')
    .option('--policy <name>', 'the rule that it stands on')
    .option('--accounts-file <file>', 'the members that it covers, one a line or CSV; all without it')
    .option('--reviewer <name>', 'who decides; the user of the operating system without it')
    .option('--until <time>', 'dismiss the cluster until then; for dismiss_for without it')
    .option('--expected-version <n>', 'decisions that you saw on it; refused when there is a newer one')
    .option('--run <run>', 'the run that a rank is one of; the last sweep without it')
    .option('--json', 'print one JSON document and nothing else')
    .option('--dry-run', 'check everything, record nothing')
    .addHelpText('after', EXAMPLES)
    .action((name: string, flags: DecideFlags) => {
      const decide = async (store: Store, config: Config): Promise<void> => {
        const stored = await findStoredCluster(store.cases, name, flags.run);
        const request = await requestOf(store, stored, flags, config);
        const clock = { now: Date.now(), dismissForMs: config.dismiss_for };
        await record(store, stored, await planDecision(store.cases, stored, request, clock), flags);
      };
      return useStore(command, decide, flags.dryRun === true);
    });
}

async function requestOf(
  { cases }: Store,
  { runId }: StoredCluster,
  flags: DecideFlags,
  config: Config,
): Promise<DecisionRequest> {
  const { verdict, action, accountsFile, until, expectedVersion } = flags;
  const words = {
    verdict: oneOf('verdict', verdict, VERDICTS),
    action: action === undefined ? null : oneOf('action', action, ACTIONS),
    until: until === undefined ? null : parseInstant('--until', until, config.timezone),
    expectedVersion: expectedVersion === undefined ? null : versionOf(expectedVersion),
  };
  return {
    ...words,
    id: randomUUID(),
    reason: flags.reason,
    policy: flags.policy ?? null,
    reviewer: userName('--reviewer', flags.reviewer),
    accounts: accountsFile === undefined ? null : readAccountList(accountsFile),
    reportId: sweepResultOf(await findStoredRun(cases, runId))?.report_id ?? null,
  };
}

async function record({ cases }: Store, stored: StoredCluster, plan: DecisionPlan, flags: DecideFlags): Promise<void> {
  const { decision: asked, note, covered, dismissUntil, reverses } = plan;
  const lineageId = stored.cluster.lineage_id;
  const isDry = flags.dryRun === true;
  if (isDry) refuseOther((await cases.decisionsOn(lineageId)).length, note.expectedVersion, asked.clusterId);
  const planned = { ...asked, lineageId, version: (note.expectedVersion ?? 0) + 1, at: Date.now() };
  const decision = isDry ? planned : await cases.recordDecision(asked, note);
  if (flags.json === true) {
    printJson({
      ...describeDecision(decision),
      accounts_total: covered,
      dismissed_until: dismissUntil === null ? null : new Date(dismissUntil).toISOString(),
      reverses: reverses.map(({ id }) => id),
      recorded: !isDry,
    });
    return;
  }
  const { version, clusterId, verdict, action } = decision;
  const acts = action === 'none' ? '' : `, ${action} asked for`;
  print(
    `${isDry ? 'Would record' : 'Recorded'} decision ${version} on cluster ${clusterId}: ${verdict}${acts}, ${count(covered)} accounts.`,
  );
  print(`The cluster is rank ${stored.cluster.rank} of run ${shown(stored.runId)}: ${shown(stored.cluster.summary)}`);
  if (dismissUntil !== null) print(`The cluster ${isDry ? 'would be' : 'is'} dismissed until ${when(dismissUntil)}.`);
  for (const { version: earlier, action: taken } of reverses)
    print(`The ${taken} of decision ${earlier} ${isDry ? 'would be' : 'is'} taken back.`);
}

/** What the store says when it is written to. */
function refuseOther(decisions: number, expected: number | undefined, clusterId: string): void {
  if (expected === undefined || expected === decisions) return;
  throw new LockstepError(
    'conflict',
    `Cluster ${clusterId} has ${decisions} decisions and you saw ${expected}: look at the newer ones first.`,
  );
}

/** 0 = none was there. */
function versionOf(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new LockstepError('usage', `--expected-version "${text}" must be a whole number from 0 on.`);
}
