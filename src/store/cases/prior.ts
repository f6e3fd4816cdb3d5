import type { StoredCluster } from '../../model/case.ts';
import type { AllowlistEntry, PreviousCluster, Prior } from '../../model/run.ts';
import type { StoredRun } from '../../model/stored-run.ts';
import { get, type Step, scan } from '../record.ts';
import { keyOf } from '../record-key.ts';
import { currentName } from './aliases.ts';
import { clustersOf } from './clusters.ts';
import { dismissals } from './decisions.ts';

/** Sweeps looked back through for clusters that are gone and may come back. */
const SWEEPS_BACK = 90;

/**
 * The clusters of the last emitted sweep; those of earlier sweeps since `dormantSince` whose lineage is not in it any more; the
 * allowlist. Order follows run and rank, so equal stores give equal priors.
 */
export function* priorOf(asOf: number, dormantSince: number): Step<Prior> {
  const snoozed = new Map((yield* dismissals(asOf)).map(({ lineageId, until }) => [lineageId, until]));
  const seen = new Set<string>();
  const previous: PreviousCluster[] = [];
  const sweeps = yield* lastSweeps(asOf, dormantSince);
  for (const [i, run] of sweeps.entries()) {
    const fresh = (yield* clustersOf(run.id, {})).filter(({ cluster }) => !seen.has(cluster.lineage_id));
    for (const { cluster } of fresh) seen.add(cluster.lineage_id);
    previous.push(...fresh.map((stored) => toPrevious(stored, i > 0, snoozed)));
  }
  return { allowlist: yield* allowlist(), previous };
}

function* allowlist(): Step<readonly AllowlistEntry[]> {
  const entries: AllowlistEntry[] = [];
  for (const { body } of yield* scan('allowance')) {
    const { kind, layer, reason, author, until } = body;
    // What was allowed under an older key is what is in the snapshot under the current one.
    const id = kind === 'entity' && layer !== null ? yield* currentName(layer, body.id) : body.id;
    entries.push({ kind, layer, id, reason, author, until });
  }
  return entries;
}

/** Emitted sweeps before `asOf`, newest first: the last one, and earlier ones since `dormantSince`. */
function* lastSweeps(asOf: number, dormantSince: number): Step<readonly StoredRun[]> {
  const sweeps: StoredRun[] = [];
  for (const { body } of yield* scan('run-by-number', { isReversed: true })) {
    const run = yield* get('run', keyOf(body.id));
    if (run === null || run.kind !== 'sweep' || run.state !== 'emitted') continue;
    const finishedAt = run.finishedAt ?? run.updatedAt;
    if (finishedAt > asOf) continue;
    if (sweeps.length > 0 && finishedAt < dormantSince) break;
    sweeps.push(run);
    if (sweeps.length > SWEEPS_BACK) break;
  }
  return sweeps;
}

function toPrevious(
  { cluster }: StoredCluster,
  dormant: boolean,
  snoozed: ReadonlyMap<string, number>,
): PreviousCluster {
  const until = snoozed.get(cluster.lineage_id);
  return {
    cluster_id: cluster.cluster_id,
    lineage_id: cluster.lineage_id,
    band: cluster.band,
    members: cluster.members.map(({ account_id }) => account_id),
    dormant,
    snoozed_until: until === undefined ? null : new Date(until).toISOString(),
  };
}
