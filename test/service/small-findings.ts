import type { Findings } from '../../src/model/findings.ts';
import type { ReportCluster } from '../../src/model/report.ts';
import { tableOf } from '../../src/model/string-table.ts';

const unknown = { value: null, low: null, high: null, note: '' };

function cluster(cluster_id: string, rank: number, accounts: readonly string[]): ReportCluster {
  return {
    cluster_id,
    lineage_id: cluster_id,
    parent_id: null,
    level: 0,
    rank,
    score: 1 / rank,
    band: rank === 1 ? 'high' : 'low',
    summary: `${accounts.length} accounts.`,
    size: accounts.length,
    first_at: null,
    last_at: null,
    axes: { coordination: unknown, authenticity: unknown, harm: unknown },
    expected_wrong: 0,
    agreement: { louvain: 1, cores: 1 },
    cells: [],
    members: accounts.map((account_id) => ({
      account_id,
      tier: 'core',
      membership: 1,
      cell: null,
      score: 0.5,
      first_seen: null,
      last_seen: null,
    })),
    signals: [],
    links_total: 0,
    links_top: [],
    evidence_total: 0,
    evidence: [],
    robustness: { without_layer: [], without_entity: null, without_account: null },
    innocent_checks: [],
    lineage: { event: 'new', previous: [] },
  };
}

/** a–b–c in one cluster, c–d–e in another; a and b share links and a device; f is tied to nobody. */
export function smallFindings(): Findings {
  const at = (second: number) => `2026-01-01T00:00:${String(second).padStart(2, '0')}.000Z`;
  const none = { clusters: 0, accounts: 0 };
  return {
    accounts: tableOf(['a', 'b', 'c', 'd', 'e', 'f']),
    pairs: {
      accountCount: 6,
      length: 6,
      a: Uint32Array.of(0, 0, 1, 1, 2, 3),
      b: Uint32Array.of(1, 2, 2, 3, 3, 4),
      count: Uint32Array.of(3, 1, 1, 1, 1, 1),
      weight: Float64Array.of(20, 4, 9, 2, 6, 5),
      layerNames: ['device', 'link'],
      proof: Float64Array.of(8, 0, 0, 0, 6, 5),
      parts: [Float64Array.of(8, 0, 0, 0, 6, 5), Float64Array.of(12, 4, 9, 2, 0, 0)],
    },
    evidence: [
      {
        ref: 'e1',
        cluster_id: 'aa11',
        layer: 'link',
        entity: 'viral',
        population: 900,
        members: [
          { account_id: 'a', at: [at(1)] },
          { account_id: 'b', at: [at(1)] },
        ],
      },
      {
        ref: 'e2',
        cluster_id: 'aa11',
        layer: 'link',
        entity: 'rare',
        population: 2,
        members: [
          { account_id: 'a', at: [at(1), at(30)] },
          { account_id: 'b', at: [at(27)] },
        ],
      },
      {
        ref: 'e3',
        cluster_id: 'aa11',
        layer: 'device',
        entity: 'phone',
        population: 2,
        members: [
          { account_id: 'a', at: [] },
          { account_id: 'b', at: [] },
        ],
      },
    ],
    figures: [],
    report: {
      schema: 'lockstep.report/1',
      report_id: 'r',
      run: {
        run_id: 'run',
        version: '0.0.0',
        config_digest: '',
        input_digest: '',
        prior_digest: '',
        seed: 1,
        window: { from: null, to: null },
        layers: [],
      },
      totals: {
        edges: 0,
        accounts: 6,
        entities: 0,
        links: 6,
        clusters: 2,
        clustered_accounts: 5,
        bands: { high: none, medium: none, low: none },
        expected_wrong_high: 0,
      },
      clusters: [cluster('aa11', 1, ['a', 'b', 'c']), cluster('aa22', 2, ['d', 'e'])],
      suppressed: { allowlisted: 0, too_small: 0, snoozed: 0 },
      gone: [],
      limits_hit: [],
      privacy: { ids: 'raw', key_version: null, note: '' },
    },
  };
}
