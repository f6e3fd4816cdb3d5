/**
 * What a sweep tells of clusters. Only bands high and medium matter to who acts on them; a cluster of the low band is ranked and
 * shown, and nobody is told. What is told follows from two lists, the clusters told of before and those to tell of now:
 *
 *   now, not before   detected   new, revived, split off, merged from others, or risen out of the low band
 *   in both           updated    when members, band or score differ, else nothing
 *   before, not now   closed     gone, merged into another, fallen to the low band, or put aside by a reviewer
 *
 * so that who adds up the events has the list of the last report. The subject of each is the lineage.
 */
import type { NewEvent } from '../../model/outbox.ts';
import type { Hash } from '../../model/ports.ts';
import type { Band, Report, ReportCluster } from '../../model/report.ts';
import type { StoredRun } from '../../model/stored-run.ts';
import { MOST_MEMBERS } from './cluster-data.ts';
import { type EventFacts, makeEvent } from './make-event.ts';

/** A cluster as others know it: one of the report before, or of the prior, which holds no scores. */
export type EarlierCluster = {
  readonly cluster_id: string;
  readonly lineage_id: string;
  readonly band: Band;
  readonly score?: number;
  readonly members: readonly unknown[];
  /** Gone before the sweep before already: nobody holds it for open. */
  readonly dormant?: boolean;
  /** Until when a reviewer has put it aside. */
  readonly snoozed_until?: string | null;
};

type Told = Omit<ReportCluster, 'band'> & { readonly band: 'high' | 'medium' };
type Place = { readonly runId: string; readonly report: Report };

/** Scores move a little with every night's window: they are compared as a reader sees them, to two decimals. */
const SCORE_STEPS = 100;

/**
 * For the transaction that emits a sweep; not for a cluster job, which sees a part of the accounts only. `previous`: what was told
 * last, the clusters of the sweep that was emitted last, those of the low band or not; with their scores, or scores are not
 * compared.
 */
export function clusterEvents(
  run: Pick<StoredRun, 'id'>,
  report: Report,
  previous: readonly EarlierCluster[],
  hash: Hash,
): readonly NewEvent[] {
  const place: Place = { runId: run.id, report };
  const earlier = new Map(previous.filter(({ dormant }) => dormant !== true).map((one) => [one.lineage_id, one]));
  const now = report.clusters.filter(isTold);
  const nowTold = new Set(now.map(({ lineage_id }) => lineage_id));
  const opened = now.flatMap((cluster): readonly NewEvent[] => {
    const before = earlier.get(cluster.lineage_id);
    if (before === undefined || before.band === 'low') return [makeEvent(detected(cluster, before, place), hash)];
    const changed = whatChanged(cluster, before);
    return changed.length === 0 ? [] : [makeEvent(updated(cluster, before, changed, place), hash)];
  });
  const closed = [...earlier.values()]
    .filter((before) => before.band !== 'low' && !nowTold.has(before.lineage_id))
    .map((before) => makeEvent(closing(before, place), hash));
  return [...opened, ...closed];
}

function isTold(cluster: ReportCluster): cluster is Told {
  return cluster.band !== 'low';
}

function detected(
  cluster: Told,
  before: EarlierCluster | undefined,
  place: Place,
): EventFacts<'lockstep.cluster.detected.v1'> {
  const { event, previous } = cluster.lineage;
  // What went on as the same, grown or shrunk and was not told of has been in the low band, or put aside.
  const isFresh = event === 'new' || event === 'revived' || event === 'split' || event === 'merged';
  const change = before === undefined && isFresh ? event : 'rose';
  return {
    type: 'lockstep.cluster.detected.v1',
    subject: cluster.lineage_id,
    key: [place.runId, cluster.cluster_id],
    data: { ...clusterFacts(cluster, place), change, previous: [...previous] },
  };
}

function updated(
  cluster: Told,
  before: EarlierCluster,
  changed: ('members' | 'band' | 'score')[],
  place: Place,
): EventFacts<'lockstep.cluster.updated.v1'> {
  return {
    type: 'lockstep.cluster.updated.v1',
    subject: cluster.lineage_id,
    key: [place.runId, cluster.cluster_id],
    data: {
      ...clusterFacts(cluster, place),
      changed,
      before: beforeFacts(before),
      previous: [...cluster.lineage.previous],
    },
  };
}

function closing(before: EarlierCluster, { runId, report }: Place): EventFacts<'lockstep.cluster.closed.v1'> {
  const { lineage_id, cluster_id } = before;
  const heirs = report.clusters.filter(({ lineage }) => lineage.previous.includes(cluster_id));
  const into = heirs.map((heir) => heir.lineage_id).filter((id) => id !== lineage_id);
  return {
    type: 'lockstep.cluster.closed.v1',
    subject: lineage_id,
    key: [runId, cluster_id],
    data: {
      run_id: runId,
      report_id: report.report_id,
      lineage_id,
      why: whyClosed(before, into.length > 0, report),
      into,
      before: { ...beforeFacts(before), size: before.members.length },
    },
  };
}

function whyClosed(
  { lineage_id, snoozed_until }: EarlierCluster,
  isMerged: boolean,
  report: Report,
): 'gone' | 'merged' | 'fell' | 'put_aside' {
  const isOf = (one: { readonly lineage_id: string }): boolean => one.lineage_id === lineage_id;
  if (report.clusters.some(isOf)) return 'fell';
  if (isMerged) return 'merged';
  return snoozed_until == null || report.gone.some(isOf) ? 'gone' : 'put_aside';
}

function whatChanged(cluster: Told, before: EarlierCluster): ('members' | 'band' | 'score')[] {
  const inSteps = (score: number): number => Math.round(score * SCORE_STEPS);
  return [
    ...(cluster.cluster_id === before.cluster_id ? [] : ['members' as const]),
    ...(cluster.band === before.band ? [] : ['band' as const]),
    ...(before.score === undefined || inSteps(cluster.score) === inSteps(before.score) ? [] : ['score' as const]),
  ];
}

function beforeFacts({ cluster_id, band, score }: EarlierCluster) {
  return { cluster_id, band, score: score ?? null };
}

function clusterFacts(cluster: Told, { runId, report }: Place) {
  const { cluster_id, lineage_id, rank, score, band, summary, size, expected_wrong } = cluster;
  // A bystander is never to be acted on, so who acts is not handed one.
  const members = cluster.members.flatMap(({ account_id, tier }) =>
    tier === 'bystander' ? [] : [{ account_id, tier }],
  );
  const isListed = members.length <= MOST_MEMBERS;
  return {
    run_id: runId,
    report_id: report.report_id,
    cluster_id,
    lineage_id,
    rank,
    score,
    band,
    summary,
    size,
    expected_wrong,
    members: isListed ? members : null,
    bystanders: cluster.members.length - members.length,
    members_at: isListed ? null : `lockstep clusters show ${cluster_id} --json`,
  };
}
