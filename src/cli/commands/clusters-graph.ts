import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { LockstepError } from '../../model/errors.ts';
import type { Findings } from '../../model/findings.ts';
import { renderGexf } from '../../report/render-gexf.ts';
import { renderGraphJson } from '../../report/render-graph-json.ts';
import { renderGraphml } from '../../report/render-graphml.ts';
import { findStoredCluster } from '../../service/find-stored-cluster.ts';
import { findStoredRun } from '../../service/find-stored-run.ts';
import { pickCluster } from '../../service/pick-cluster.ts';
import { readFindings } from '../../service/read-run.ts';
import { requireFolderOf } from '../../service/run-folder.ts';
import { inBlocks } from '../../service/write-file.ts';
import { writeWholeFile } from '../../service/write-whole-file.ts';
import { oneOf } from '../one-of.ts';
import { say } from '../terminal.ts';
import { useStore } from '../use-store.ts';

type GraphFlags = { readonly run?: string; readonly format: string; readonly out?: string; readonly dryRun?: boolean };

const FORMATS: ReadonlyMap<string, (findings: Findings) => Iterable<string>> = new Map([
  ['graphml', renderGraphml],
  ['gexf', renderGexf],
  ['json', renderGraphJson],
]);

export function addClustersGraph(clusters: Command): void {
  const command = clusters
    .command('graph')
    .argument('<cluster>', 'a cluster')
    .summary('the accounts of a cluster and their links, as a graph')
    .description('Writes the accounts of a cluster and the links among them, from the files of its run.')
    .option('--run <run>', 'as this run has it; as the latest run has it without')
    .option('--format <name>', [...FORMATS.keys()].join(', '), 'graphml')
    .option('--out <file>', 'file to write, packed when it ends in .gz; standard output without it')
    .option('--dry-run', 'say what would be written, write nothing')
    .action(async (name: string, flags: GraphFlags) => {
      const render = FORMATS.get(oneOf('format', flags.format, [...FORMATS.keys()]));
      const { clusterId, folder } = await useStore(command, async ({ cases }) => {
        const { runId, cluster } = await findStoredCluster(cases, name, flags.run);
        const instead = `"lockstep clusters show ${cluster.cluster_id} --json" has its strongest links`;
        return { clusterId: cluster.cluster_id, folder: requireFolderOf(await findStoredRun(cases, runId), instead) };
      });
      if (render === undefined) throw new LockstepError('internal', `No renderer has the name ${flags.format}.`);
      const chunks = render(pickCluster(readFindings(folder), clusterId));
      if (flags.dryRun === true) say(`Would write cluster ${clusterId} to ${flags.out ?? 'standard output'}.`);
      else if (flags.out === undefined) await pipeline(inBlocks(chunks), process.stdout, { end: false });
      else await writeWholeFile(flags.out, chunks);
    });
}
