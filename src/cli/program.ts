import { Command } from 'commander';
import { VERSION } from '../service/version.ts';
import { addAllow } from './commands/allow.ts';
import { addBackup } from './commands/backup.ts';
import { addCluster } from './commands/cluster.ts';
import { addClusters } from './commands/clusters.ts';
import { addConfig } from './commands/config.ts';
import { addDecide } from './commands/decide.ts';
import { addDemo } from './commands/demo.ts';
import { addDoctor } from './commands/doctor.ts';
import { addEvaluate } from './commands/evaluate.ts';
import { addEvents } from './commands/events.ts';
import { addForget } from './commands/forget.ts';
import { addGenerate } from './commands/generate.ts';
import { addIngest } from './commands/ingest.ts';
import { addJobs } from './commands/jobs.ts';
import { addMigrate } from './commands/migrate.ts';
import { addProject } from './commands/project.ts';
import { addReport } from './commands/report.ts';
import { addRestore } from './commands/restore.ts';
import { addRuns } from './commands/runs.ts';
import { addSchedule } from './commands/schedule.ts';
import { addSweep } from './commands/sweep.ts';
import { addWhy } from './commands/why.ts';
import { addWorker } from './commands/worker.ts';
import { addConfigFlags, configOf } from './config-flags.ts';
import { explainError } from './explain-error.ts';
import { say } from './terminal.ts';

/** In the order of the help. */
const VERBS: readonly ((program: Command) => void)[] = [
  addSweep,
  addProject,
  addWhy,
  addIngest,
  addCluster,
  addWorker,
  addSchedule,
  addJobs,
  addRuns,
  addClusters,
  addDecide,
  addAllow,
  addEvents,
  addForget,
  addMigrate,
  addBackup,
  addRestore,
  addReport,
  addGenerate,
  addEvaluate,
  addDemo,
  addDoctor,
  addConfig,
];

const EXIT_CODES = `
Exit codes:
  0 done · 1 findings at or above --fail-on · 2 bad usage or config · 3 finished, but partial or insufficient data
  4 a dependency is unreachable · 5 refused · 6 conflict · 70 internal · 130/143 stopped after a clean end

Examples:
  lockstep demo
  lockstep sweep edges.csv.gz --out out
  lockstep why alice bob --run out`;

/** Runs one verb and returns the exit code; every error ends here as one sentence on standard error. */
export async function runProgram(args: readonly string[]): Promise<number> {
  const program = createProgram();
  process.exitCode = 0;
  try {
    await program.parseAsync(args, { from: 'user' });
    return Number(process.exitCode);
  } catch (error) {
    const { exitCode, sentence, stack } = explainError(error, program, args);
    if (sentence !== null) say(`lockstep: ${sentence}`);
    if (stack !== null && wantsStack(program)) say(stack);
    return exitCode;
  }
}

/** A config that cannot be loaded has said so already; it asks for nothing more. */
function wantsStack(program: Command): boolean {
  try {
    return configOf(program).log_level === 'debug';
  } catch {
    return false;
  }
}

export function createProgram(): Command {
  const program = new Command('lockstep')
    .description('Finds accounts that move in lockstep and puts them before a reviewer, ranked, with their evidence.')
    .version(VERSION, '--version', 'print the version')
    .helpOption('--help', 'explain a verb')
    .exitOverride()
    // Errors of usage are said by explainError, in one sentence like all others.
    .configureOutput({ outputError: () => {} })
    .configureHelp({ showGlobalOptions: true })
    .showSuggestionAfterError(false)
    .addHelpText('after', EXIT_CODES);
  addConfigFlags(program);
  for (const add of VERBS) add(program);
  return program;
}
