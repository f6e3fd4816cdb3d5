import type { Decision, Dismissal, LineageStep, StoredCluster } from '../model/case.ts';
import type { CaseStore } from '../store/case-store.ts';

/** What reviewers have said of a cluster, and how it came to be what it is. */
export type Review = {
  /** Oldest first; their number is the version that the next one is held against. */
  readonly decisions: readonly Decision[];
  readonly lineage: readonly LineageStep[];
  /** Put aside by a reviewer at this time, or not. */
  readonly dismissal: Dismissal | null;
};

type Cases = Pick<CaseStore, 'decisionsOn' | 'lineageOf' | 'dismissals'>;

export async function reviewOfCluster(cases: Cases, { cluster }: StoredCluster, now: number): Promise<Review> {
  const lineageId = cluster.lineage_id;
  const [decisions, lineage, dismissals] = await Promise.all([
    cases.decisionsOn(lineageId),
    cases.lineageOf(lineageId),
    cases.dismissals(now),
  ]);
  return { decisions, lineage, dismissal: dismissals.find((one) => one.lineageId === lineageId) ?? null };
}
