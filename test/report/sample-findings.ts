import type { Findings } from '../../src/model/findings.ts';
import type { Band, Report, ReportLayer } from '../../src/model/report.ts';
import type { FusedGraph } from '../../src/model/similarity-graph.ts';
import { compareText, type StringTable, tableOf } from '../../src/model/string-table.ts';
import { makeCluster, type SampleCluster } from './sample-clusters.ts';
import type { SampleSpec } from './sample-spec.ts';

/** Texts that break a page, a spreadsheet, a terminal or a reader's eye when they are not held. */
export const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</style><svg onload=alert(1)>',
  '=cmd|"/C calc"!A0',
  '@SUM(1+1)',
  'javascript:alert(1)',
  'https://evil.example/?a=1&b=<b>',
  '\u202Eroot\u202C',
  'שלום-עולם',
  'a\u200Bb\u0007c',
  '`$' + '{alert(1)}`',
  ']]>&#x3c;script&#62;',
  'comma,"quote"\nline',
  '日本語のとても長い識別子🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂',
  `x${'y'.repeat(900)}z`,
];

const LAYERS: readonly (readonly [name: string, type: ReportLayer['type'], span: number, coverage: number])[] = [
  ['link', 'action', 60_000, 0.88],
  ['device', 'resource', 86_400_000, 0.31],
  ['ip', 'resource', 86_400_000, 0.64],
  ['text', 'action', 60_000, 0.22],
  ['product', 'taste', 86_400_000, 0.12],
  ['follow', 'interaction', 86_400_000, 0.0004],
];

/** The kinds that a reviewer meets, then small ones. */
export function sampleSpecs(): readonly SampleSpec[] {
  const hostile = (i: number) => `${HOSTILE[i % HOSTILE.length]}${i < HOSTILE.length ? '' : i}`;
  return [
    { kind: 'timed-ring', size: 23, seed: 1, rank: 1, score: 0.97 },
    { kind: 'timed-ring', size: 5000, seed: 2, rank: 2, score: 0.95 },
    { kind: 'device-ring', size: 14, seed: 3, rank: 3, score: 0.91 },
    { kind: 'timed-ring', size: 160, seed: 4, rank: 4, score: 0.88 },
    { kind: 'co-rating', size: 30, seed: 5, rank: 5, score: 0.72 },
    { kind: 'timed-ring', size: 18, seed: 6, rank: 6, score: 0.7, nameAccount: hostile, nameEntity: hostile },
    { kind: 'direct', size: 40, seed: 7, rank: 7, score: 0.61 },
    { kind: 'household', size: 4, seed: 8, rank: 8, score: 0.31 },
    { kind: 'timed-ring', size: 2, seed: 9, rank: 9, score: 0.22 },
    { kind: 'device-ring', size: 3, seed: 10, rank: 10, score: 0.12 },
  ];
}

/** `count` clusters that fall in size and score as those of a run do. */
export function manySpecs(count: number, size: (i: number) => number): readonly SampleSpec[] {
  const kinds = ['timed-ring', 'device-ring', 'co-rating', 'timed-ring', 'direct'] as const;
  return Array.from({ length: count }, (_, i) => ({
    kind: kinds[i % kinds.length] ?? 'direct',
    size: size(i),
    seed: 100 + i,
    rank: i + 1,
    score: Math.round(980 * (1 - i / count)) / 1000,
  }));
}

export function makeFindings(specs: readonly SampleSpec[], figures = 100): Findings {
  const clusters = specs.map(makeCluster);
  const { accounts, pairs } = makePairs(clusters);
  return {
    report: makeReport(clusters),
    accounts,
    pairs,
    evidence: clusters.flatMap(({ evidence }) => evidence),
    figures: clusters.slice(0, figures).map((cluster) => cluster.figures),
  };
}

function makePairs(clusters: readonly SampleCluster[]): { readonly accounts: StringTable; readonly pairs: FusedGraph } {
  const linked = clusters.flatMap(({ accounts, links }) =>
    [...new Set(links.flatMap((link) => [link[0], link[1]]))].map((i) => accounts[i] ?? ''),
  );
  const names = [...new Set(linked)].sort(compareText);
  const vertexOf = new Map(names.map((name, vertex) => [name, vertex]));
  const layerNames = LAYERS.map(([name]) => name);
  const rows = clusters.flatMap(({ accounts, links }) =>
    links.map(([a, b, weight, layer]) => {
      const [x, y] = [vertexOf.get(accounts[a] ?? '') ?? 0, vertexOf.get(accounts[b] ?? '') ?? 0];
      return { a: Math.min(x, y), b: Math.max(x, y), weight, layer };
    }),
  );
  rows.sort((x, y) => x.a - y.a || x.b - y.b);
  return {
    accounts: tableOf(names),
    pairs: {
      accountCount: names.length,
      length: rows.length,
      a: Uint32Array.from(rows, (row) => row.a),
      b: Uint32Array.from(rows, (row) => row.b),
      count: Uint32Array.from(rows, (row) => Math.ceil(row.weight / 5)),
      weight: Float64Array.from(rows, (row) => row.weight),
      proof: Float64Array.from(rows, (row) => row.weight * 0.8),
      layerNames,
      parts: layerNames.map((name) => Float64Array.from(rows, (row) => (row.layer === name ? row.weight : 0))),
    },
  };
}

function makeReport(samples: readonly SampleCluster[]): Report {
  const clusters = samples.map(({ cluster }) => cluster);
  const band = (name: Band) => {
    const inside = clusters.filter((cluster) => cluster.band === name);
    return { clusters: inside.length, accounts: inside.reduce((sum, cluster) => sum + cluster.size, 0) };
  };
  return {
    schema: 'lockstep.report/1',
    report_id: 'rep_5d41402abc4b2a76',
    run: {
      run_id: 'run_9f86d081884c7d65',
      version: '0.1.0',
      config_digest: 'c'.repeat(64),
      input_digest: 'a'.repeat(64),
      prior_digest: 'e'.repeat(64),
      seed: 1,
      window: { from: '2026-02-01T00:00:00.000Z', to: '2026-03-03T00:00:00.000Z' },
      layers: LAYERS.map(([name, type, span_ms, coverage]) => ({
        name,
        type,
        type_reason: 'A known name.',
        span_ms,
        cap: 1000,
        min_shared: type === 'action' ? 2 : 1,
        edges: Math.round(coverage * 1_204_331),
        accounts: Math.round(coverage * 500_000),
        entities: Math.round(coverage * 88_000),
        links: Math.round(coverage * 9000),
        capped: name === 'ip' ? [{ entity: '198.51.100.7', population: 14_022 }] : [],
        capped_total: name === 'ip' ? 61 : 0,
        coverage,
        status: coverage < 0.01 ? 'insufficient_data' : 'ok',
      })),
    },
    totals: {
      edges: 1_204_331,
      accounts: 500_000,
      entities: 88_412,
      links: samples.reduce((sum, { links }) => sum + links.length, 0),
      clusters: clusters.length,
      clustered_accounts: clusters.reduce((sum, cluster) => sum + cluster.size, 0),
      bands: { high: band('high'), medium: band('medium'), low: band('low') },
      expected_wrong_high: 2.6,
    },
    clusters,
    suppressed: { allowlisted: 2, too_small: 31, snoozed: 1 },
    gone: [{ cluster_id: '1122334455667788', lineage_id: '1122334455667788', size: 9 }],
    limits_hit: [{ limit: 'entity_cap', detail: 'entities above the cap make no pairs', count: 61 }],
    privacy: {
      ids: 'raw',
      key_version: null,
      note: 'Account, device and address ids stand in these files as they came in.',
    },
  };
}
