import { askWhole } from '../src/detect/ask-whole.ts';
import { LockstepError } from '../src/model/errors.ts';
import type { LayerChoice } from '../src/model/layer.ts';
import { DEFAULT_BOUNDS, type Neighbourhood } from '../src/model/neighbourhood.ts';
import type { Prior } from '../src/model/run.ts';
import { privacyOf } from '../src/source/privacy.ts';
import type { OpenSnapshot } from '../src/store/edge-store.ts';
import { resolveAliases } from '../src/store/resolve-aliases.ts';
import { type ClusterParams, clusterParams } from './cluster-params.ts';
import { defineJob } from './define-job.ts';
import { emitReport, findReport } from './emit-report.ts';
import type { RunPorts, WrittenReport } from './job-ports.ts';
import { neighbourhoodLimits } from './neighbourhood-limits.ts';
import { interactionsAmong, readLayerChoices } from './read-layer-choices.ts';
import { createRunSteps, type RunSteps } from './run-steps.ts';

/** Entities of a layer that tell how its entities usually are: some hundred of them are crowds. */
const SAMPLED_ENTITIES = 10_000;

/**
 * Ad hoc, around a few accounts: a bounded neighbourhood is fetched by query and judged by the figures of the whole store, so
 * that a ring comes out as in a sweep. It tells nobody of clusters, and the next sweep does not look back to it.
 */
export const clusterJob = defineJob({
  kind: 'cluster',
  params: clusterParams,
  perform: async (params, ports) => {
    const steps = createRunSteps(ports);
    const written = findReport(ports) ?? (await detect(params, ports, steps));
    await emitReport(ports, steps, written, []);
  },
});

async function detect(params: ClusterParams, ports: RunPorts, steps: RunSteps): Promise<WrittenReport> {
  const { store, config, runner, progress } = ports;
  const { window, hops } = params;
  const bounds = { ...DEFAULT_BOUNDS, ...params.bounds };
  await steps.reach('snapshotting');
  const seq = await steps.pinSnapshot();
  const seeds = await readSeeds(params, ports);
  const choices = await readLayerChoices(params, ports);
  const snapshot = await store.edges.openSnapshot({ seq, window });
  const found = await snapshot.neighbourhood({ seeds, hops, bounds, interactionLayers: interactionsAmong(choices) });
  progress({ stage: 'read', done: found.columns.length, total: found.columns.length, unit: 'edges' });
  runner.refuseOverLimit(found.columns.length);
  await steps.reach('projecting', { snapshotSeq: seq });
  const columns = resolveAliases(found.columns, await store.cases.aliases());
  const key = config.pseudonym_key;
  return await runner.detectInto(
    columns,
    {
      seed: params.seed,
      window,
      layers: choices,
      prior: await readPrior(ports, found),
      privacy: privacyOf(key === null ? null : { key: key.reveal() }),
      universe: {
        ...(await measureWhole(snapshot, { ...found, columns }, params, choices)),
        limits: neighbourhoodLimits(found, bounds),
      },
    },
    params.out,
    async (stage) => {
      if (stage === 'partition') await steps.reach('detecting');
    },
  );
}

async function readSeeds({ seeds, from_cluster }: ClusterParams, { store }: RunPorts): Promise<readonly string[]> {
  const cluster = from_cluster === null ? null : await store.cases.getCluster(from_cluster);
  if (from_cluster !== null && cluster === null) {
    throw new LockstepError(
      'usage',
      `No emitted run has a cluster ${from_cluster}: name one that "lockstep clusters list" shows.`,
    );
  }
  const members = cluster?.cluster.members.map(({ account_id }) => account_id) ?? [];
  if (seeds.length + members.length > 0) return [...seeds, ...members];
  throw new LockstepError('usage', 'The job has no account to start from: name some, or a cluster.');
}

async function measureWhole(
  snapshot: OpenSnapshot,
  { columns }: Neighbourhood,
  { window, bounds }: ClusterParams,
  choices: ReadonlyMap<string, LayerChoice>,
) {
  const mostHolders = bounds.population ?? DEFAULT_BOUNDS.population;
  const layers = askWhole(columns, window, choices);
  return { ...(await snapshot.universe({ layers, mostHolders, sampled: SAMPLED_ENTITIES })), mostHolders };
}

/**
 * The allowlist, and of the last sweep's clusters those with an account in the neighbourhood: what is found again keeps its
 * lineage, and stays away while a reviewer has put it aside.
 */
async function readPrior({ run, store }: RunPorts, { accounts }: Neighbourhood): Promise<Prior> {
  const asOf = run.startedAt ?? run.createdAt;
  const prior = await store.cases.priorOf(asOf, asOf);
  const near = new Set(accounts.map(({ id }) => id));
  const isNear = (members: readonly string[]) => members.some((id) => near.has(id));
  return { ...prior, previous: prior.previous.filter(({ dormant, members }) => !dormant && isNear(members)) };
}
