import { LockstepError } from '../model/errors.ts';
import type { Report, ReportCluster, ReportMember } from '../model/report.ts';
import { stringAt } from '../model/string-table.ts';
import { type Explainable, type Tie, tieOf } from './explain-pair.ts';
import { isRank } from './find-stored-cluster.ts';

export type MembershipExplanation = {
  readonly account: ReportMember;
  readonly cluster: Pick<ReportCluster, 'cluster_id' | 'rank' | 'band' | 'score' | 'size' | 'summary'>;
  readonly links_total: number;
  /** The account's strongest links to other members. */
  readonly links: readonly Tie[];
};

const LINKS_TOLD = 5;

/** Why an account is in a cluster: its strongest links to the other members. */
export function explainMembership(findings: Explainable, account: string, clusterId: string): MembershipExplanation {
  const cluster = findCluster(findings.report, clusterId);
  const member = cluster.members.find(({ account_id }) => account_id === account);
  if (member === undefined) {
    throw new LockstepError(
      'input-missing',
      `Account ${account} is not in cluster ${cluster.cluster_id}, which has ${cluster.size} others.`,
    );
  }
  const members = new Set(cluster.members.map(({ account_id }) => account_id));
  const { accounts, pairs } = findings;
  const links: { readonly other: string; readonly weight: number }[] = [];
  for (let i = 0; i < pairs.length; i++) {
    const [a, b] = [stringAt(accounts, pairs.a[i] ?? 0), stringAt(accounts, pairs.b[i] ?? 0)];
    const other = a === account ? b : b === account ? a : null;
    if (other !== null && members.has(other)) links.push({ other, weight: pairs.weight[i] ?? 0 });
  }
  links.sort((x, y) => y.weight - x.weight);
  const { cluster_id, rank, band, score, size, summary } = cluster;
  return {
    account: member,
    cluster: { cluster_id, rank, band, score, size, summary },
    links_total: links.length,
    links: links.slice(0, LINKS_TOLD).map(({ other }) => tieOf(findings, account, other)),
  };
}

/** By the beginning of its id, or by its rank. */
export function findCluster({ clusters }: Pick<Report, 'clusters'>, name: string): ReportCluster {
  const [found, ...others] = clusters.filter(({ cluster_id, rank }) =>
    isRank(name) ? rank === Number(name) : cluster_id.startsWith(name),
  );
  const cluster = clusters.find(({ cluster_id }) => cluster_id === name) ?? found;
  if (cluster === undefined) {
    throw new LockstepError(
      'input-missing',
      `The run has no cluster ${name}: give the beginning of its id, or its rank from 1 to ${clusters.length}.`,
    );
  }
  if (cluster === found && others.length > 0) {
    throw new LockstepError('usage', `${name} begins ${others.length + 1} cluster ids: write more of it.`);
  }
  return cluster;
}
