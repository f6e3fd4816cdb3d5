import type { ReportCluster } from '../../model/report.ts';

/** The cluster without some accounts, wherever it names them one by one. Its counts stay: that many there were. */
export function withoutAccounts(cluster: ReportCluster, isErased: (id: string) => boolean): ReportCluster {
  const stays = (id: string): boolean => !isErased(id);
  return {
    ...cluster,
    members: cluster.members.filter((member) => stays(member.account_id)),
    links_top: cluster.links_top.filter(({ a, b }) => stays(a) && stays(b)),
    evidence: cluster.evidence.map((row) => ({ ...row, accounts: row.accounts.filter(stays) })),
  };
}
