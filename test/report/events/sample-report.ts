import type { Report, ReportCluster } from '../../../src/model/report.ts';
import { makeCluster } from '../../conformance/make-cluster.ts';

type Spec = {
  readonly lineage: string;
  readonly members: readonly string[];
  readonly score: number;
  readonly event?: ReportCluster['lineage']['event'];
  readonly previous?: readonly string[];
};

/** A cluster whose id follows from its members; band high over 0.7, medium over 0.4. */
export function clusterOf(spec: Spec, rank = 1): ReportCluster {
  const { lineage: lineageId, members, score, event = 'new', previous = [] } = spec;
  const made = makeCluster({ clusterId: `of ${members.join(' ')}`, lineageId, rank, score, members });
  return { ...made, lineage: { event, previous } };
}

export function reportOf(clusters: readonly Spec[], gone: readonly string[] = []): Report {
  const count = { clusters: 0, accounts: 0 };
  return {
    schema: 'lockstep.report/1',
    report_id: 'report-2',
    run: {
      run_id: 'r'.repeat(16),
      version: '0.1.0',
      config_digest: 'c',
      input_digest: 'i',
      prior_digest: 'p',
      seed: 1,
      window: { from: null, to: null },
      layers: [],
    },
    totals: {
      edges: 9,
      accounts: 8,
      entities: 7,
      links: 6,
      clusters: clusters.length,
      clustered_accounts: 5,
      bands: { high: count, medium: count, low: count },
      expected_wrong_high: 0.5,
    },
    clusters: clusters.map((spec, i) => clusterOf(spec, i + 1)),
    suppressed: { allowlisted: 0, too_small: 0, snoozed: 0 },
    gone: gone.map((lineage_id) => ({ cluster_id: `last ${lineage_id}`, lineage_id, size: 3 })),
    limits_hit: [],
    privacy: { ids: 'raw', key_version: null, note: '' },
  };
}
