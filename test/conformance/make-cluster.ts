import type { ReportCluster } from '../../src/model/report.ts';

/** A cluster as a report has it, with just what a case store looks at filled in. */
export function makeCluster(given: {
  readonly clusterId: string;
  readonly lineageId: string;
  readonly rank: number;
  readonly score: number;
  readonly members: readonly string[];
}): ReportCluster {
  const { clusterId, lineageId, rank, score, members } = given;
  const axis = { value: null, low: null, high: null, note: '' };
  return {
    cluster_id: clusterId,
    lineage_id: lineageId,
    parent_id: null,
    level: 0,
    rank,
    score,
    band: score > 0.7 ? 'high' : score > 0.4 ? 'medium' : 'low',
    summary: `${members.length} accounts share a device; ${members[0] ?? 'nobody'} leads.`,
    size: members.length,
    first_at: null,
    last_at: null,
    axes: { coordination: axis, authenticity: axis, harm: axis },
    expected_wrong: 0,
    agreement: { louvain: 1, cores: 1 },
    cells: [],
    members: members.map((id) => ({
      account_id: id,
      tier: 'core',
      membership: 1,
      cell: null,
      score,
      first_seen: null,
      last_seen: null,
    })),
    signals: [],
    links_total: 0,
    links_top: members.slice(1).map((b) => ({ a: members[0] ?? '', b, weight: 1, layers: { device: 1 } })),
    evidence_total: 1,
    evidence: [
      {
        ref: 'r1',
        layer: 'device',
        entity: 'd',
        accounts: members,
        members: members.length,
        first_at: null,
        last_at: null,
        population: 9,
      },
    ],
    robustness: { without_layer: [], without_entity: null, without_account: null },
    innocent_checks: [],
    lineage: { event: 'new', previous: [] },
  };
}
