import type { Command } from 'commander';
import { LockstepError } from '../../model/errors.ts';
import type { Band } from '../../model/report.ts';
import { describeStoredCluster } from '../../service/describe-stored-cluster.ts';
import { findStoredCluster } from '../../service/find-stored-cluster.ts';
import { findEmittedRun } from '../../service/find-stored-run.ts';
import { listStoredClusters } from '../../service/list-stored-clusters.ts';
import { reviewOfCluster } from '../../service/review-of-cluster.ts';
import { oneOf } from '../one-of.ts';
import { printCluster } from '../print-cluster.ts';
import { printClusters } from '../print-clusters.ts';
import { printJson, printJsonLines } from '../terminal.ts';
import { useStore } from '../use-store.ts';
import { wholeNumber } from '../whole-number.ts';
import { addClustersDiff } from './clusters-diff.ts';
import { addClustersGraph } from './clusters-graph.ts';

type ListFlags = {
  readonly run?: string;
  readonly band?: string;
  readonly minScore?: string;
  readonly limit: string;
  readonly json?: boolean;
};
type ShowFlags = { readonly run?: string; readonly json?: boolean };

const BANDS: readonly Band[] = ['high', 'medium', 'low'];

const EXAMPLES = `
CLUSTER is the id of a cluster, the beginning of one, or a rank. RUN is the id of a run or its beginning; without one it is
the last sweep.

Examples:
  lockstep clusters
  lockstep clusters list --band high --json
  lockstep clusters show 1
  lockstep clusters diff
  lockstep clusters graph 3f2a9c --format gexf > cluster.gexf`;

export function addClusters(program: Command): void {
  const clusters = program
    .command('clusters')
    .summary('clusters that are stored, and how they change')
    .description('Lists the clusters of a run, shows one with its review, or tells what changed between two runs.')
    .addHelpText('after', EXAMPLES);
  addList(clusters);
  addShow(clusters);
  addClustersDiff(clusters);
  addClustersGraph(clusters);
}

function addList(clusters: Command): void {
  const command = clusters
    .command('list', { isDefault: true })
    .summary('list the clusters of a run by rank')
    .description('Lists the clusters of a run by rank, each with the last verdict on it.')
    .option('--run <run>', 'the run; the last sweep without it')
    .option('--band <band>', `only of this band: ${BANDS.join(', ')}`)
    .option('--min-score <score>', 'only of this score or a higher one, 0 to 1')
    .option('--limit <n>', 'at most so many', '50')
    .option('--json', 'print one JSON document a line and nothing else')
    .action(async (flags: ListFlags) => {
      const choice = {
        ...(flags.band === undefined ? {} : { band: oneOf('band', flags.band, BANDS) }),
        ...(flags.minScore === undefined ? {} : { minScore: scoreOf(flags.minScore) }),
        limit: wholeNumber('--limit', flags.limit),
      };
      const { run, lines } = await useStore(command, async ({ cases }) => {
        const found = await findEmittedRun(cases, flags.run);
        return { run: found, lines: await listStoredClusters(cases, found.id, choice, Date.now()) };
      });
      if (flags.json === true) printJsonLines(lines);
      else printClusters(run, lines);
    });
}

function addShow(clusters: Command): void {
  const command = clusters
    .command('show')
    .argument('<cluster>', 'a cluster')
    .summary('show one cluster with its review')
    .description('Shows what a cluster is, why it was found, what reviewers said of it, and its life through runs.')
    .option('--run <run>', 'as this run has it; as the latest run has it without')
    .option('--json', 'print one JSON document and nothing else')
    .action(async (name: string, flags: ShowFlags) => {
      const document = await useStore(command, async ({ cases }) => {
        const stored = await findStoredCluster(cases, name, flags.run);
        return describeStoredCluster(stored, await reviewOfCluster(cases, stored, Date.now()));
      });
      if (flags.json === true) printJson(document);
      else printCluster(document);
    });
}

function scoreOf(text: string): number {
  const score = Number(text);
  if (text.trim() === '' || !(score >= 0 && score <= 1)) {
    throw new LockstepError('usage', `--min-score "${text}" must be a number from 0 to 1.`);
  }
  return score;
}
