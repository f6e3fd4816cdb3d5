/** Judges each cluster: how strong, how explained, how robust, which band. */
import type { Cluster } from '../model/cluster.ts';
import type { Band, InnocentCheck, ReportSignal } from '../model/report.ts';
import { chooseBand } from './band.ts';
import { checkInnocent } from './innocent-checks.ts';
import { type MeasureContext, toScore } from './measure.ts';
import { type Profile, profileCluster } from './profile.ts';
import { type Names, type Removals, testRobustness } from './robustness.ts';
import { explainScore, leftByChecks, round, type Usual } from './signals.ts';

export type ScoredCluster = {
  readonly cluster: Cluster;
  readonly profile: Profile;
  readonly score: number;
  readonly memberScores: Float64Array;
  readonly band: Band;
  readonly checks: readonly InnocentCheck[];
  readonly signals: readonly ReportSignal[];
  readonly removals: Removals;
  /** Members that chance alone is expected to have put here. */
  readonly expectedWrong: number;
};

export function scoreClusters(
  clusters: readonly Cluster[],
  context: MeasureContext,
  names: Names,
): readonly ScoredCluster[] {
  const usual = usualValues(clusters, context);
  return clusters.map((cluster) => scoreCluster(cluster, context, names, usual));
}

function scoreCluster(cluster: Cluster, context: MeasureContext, names: Names, usual: Usual): ScoredCluster {
  const profile = profileCluster(cluster, context);
  const checks = checkInnocent(profile);
  const left = leftByChecks(checks);
  return {
    cluster,
    profile,
    score: round(toScore(profile.measure.mean) * left),
    memberScores: profile.measure.strength.map((strength) => round(toScore(strength) * left)),
    band: chooseBand(profile, checks),
    checks,
    signals: explainScore(profile, checks, usual),
    removals: testRobustness(profile, context, left, names),
    expectedWrong: round(expectWrong(profile, context)),
  };
}

/**
 * For a proven member whose paid links carry z nats, chance ties it to some one of n members with probability at most
 * N n exp(-z). For the others the evidence is not calibrated: the part of their doings that they share with nobody here
 * stands for the doubt.
 */
function expectWrong({ cluster, measure }: Profile, { accounts }: MeasureContext): number {
  const size = cluster.members.length;
  const byChance = Math.log(Math.max(2, accounts) * size);
  let wrong = 0;
  for (const nats of measure.proof)
    wrong += nats > 0 ? Math.min(1, Math.exp(byChance - nats)) : 1 - measure.exclusivity;
  return wrong;
}

function usualValues(clusters: readonly Cluster[], { fused, layers }: MeasureContext): Usual {
  const inside = clusters.reduce((sum, cluster) => sum + cluster.holdingsInside.reduce((all, n) => all + n, 0), 0);
  const all = layers.reduce((sum, { layer }) => sum + layer.entityAccounts.length, 0);
  const linked = new Set<number>();
  for (let i = 0; i < fused.length && linked.size < 1_000_000; i++)
    linked.add(fused.a[i] as number).add(fused.b[i] as number);
  const possible = (linked.size * (linked.size - 1)) / 2;
  return {
    exclusivity: all === 0 ? 0 : Math.min(1, inside / all),
    density: possible === 0 ? 0 : fused.length / possible,
  };
}
