import type { Prior } from '../src/model/run.ts';
import { clusterEvents } from '../src/report/events/cluster-events.ts';
import { privacyOf } from '../src/source/privacy.ts';
import { defineJob } from './define-job.ts';
import { emitReport, findReport } from './emit-report.ts';
import type { RunPorts, WrittenReport } from './job-ports.ts';
import { readSnapshot } from './read-snapshot.ts';
import { readToldClusters } from './read-told-clusters.ts';
import { createRunSteps, type RunSteps } from './run-steps.ts';
import { type SweepParams, sweepParams } from './sweep-params.ts';

/** How long a cluster that is gone can come back as the same one. */
const DORMANT_MS = 90 * 86_400_000;

/** A sweep over the store: a pinned snapshot, the detection, its clusters on record. */
export const sweepJob = defineJob({
  kind: 'sweep',
  params: sweepParams,
  perform: async (params, ports) => {
    const steps = createRunSteps(ports);
    const prior = await readPrior(ports);
    const written = findReport(ports) ?? (await detect(params, ports, steps, prior));
    const told = await readToldClusters(ports.store.cases, ports.now());
    await emitReport(ports, steps, written, clusterEvents(ports.run, written.report, told, ports.hash));
  },
});

/** The first life fixes what counts as earlier, so that a later one sees the same. */
async function readPrior({ run, store }: RunPorts): Promise<Prior> {
  const asOf = run.startedAt ?? run.createdAt;
  return await store.cases.priorOf(asOf, asOf - DORMANT_MS);
}

async function detect(params: SweepParams, ports: RunPorts, steps: RunSteps, prior: Prior): Promise<WrittenReport> {
  const { config, runner } = ports;
  await steps.reach('snapshotting');
  const seq = await steps.pinSnapshot();
  const columns = await readSnapshot(ports, { seq, window: params.window });
  await steps.reach('projecting', { snapshotSeq: seq });
  const key = config.pseudonym_key;
  return await runner.detectInto(
    columns,
    {
      seed: params.seed,
      window: params.window,
      layers: new Map(params.layers),
      prior,
      privacy: privacyOf(key === null ? null : { key: key.reveal() }),
    },
    params.out,
    async (stage) => {
      if (stage === 'partition') await steps.reach('detecting');
    },
  );
}
