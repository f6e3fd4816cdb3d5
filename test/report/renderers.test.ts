import { expect, test } from 'vitest';
import { readCsvRows } from '../../src/report/read-csv-rows.ts';
import { RENDERERS } from '../../src/report/renderers.ts';
import { makeFindings, sampleSpecs } from './sample-findings.ts';

const findings = makeFindings(sampleSpecs().filter(({ size }) => size < 200));
const { report } = findings;

function table(format: string): readonly { readonly [column: string]: string }[] {
  const [header = [], ...rows] = readCsvRows(textOf(format));
  return rows.map((row) => Object.fromEntries(header.map((name, i) => [name, row[i] ?? ''])));
}

function textOf(format: string, of = findings): readonly string[] {
  const chunks = RENDERERS.get(format)?.render(of) ?? [];
  return [...chunks].map((chunk) => (typeof chunk === 'string' ? chunk : new TextDecoder().decode(chunk)));
}

test('files have the names of the interface, and what is large is compressed', () => {
  expect([...RENDERERS].map(([format, { fileName, gzip }]) => [format, fileName, gzip])).toEqual([
    ['json', 'report.json', false],
    ['html', 'report.html', false],
    ['clusters', 'clusters.csv', false],
    ['accounts', 'accounts.csv', false],
    ['pairs', 'pairs.csv.gz', true],
    ['evidence', 'evidence.ndjson.gz', true],
    ['figures', 'figures.ndjson.gz', true],
    ['graphml', 'clusters.graphml', false],
    ['gexf', 'clusters.gexf', false],
  ]);
});

test('every renderer gives the same text for the same findings', () => {
  for (const format of RENDERERS.keys())
    expect(textOf(format, structuredClone(findings)).join('')).toBe(textOf(format).join(''));
});

test('accounts.csv begins with the columns that others read, one row an account', () => {
  expect(textOf('accounts').join('')).toMatch(/^account_id,cluster_id,cluster_rank,score,tier,band,/);
  const rows = table('accounts');
  const members = report.clusters.flatMap((cluster) => cluster.members.map((member) => ({ cluster, member })));
  expect(rows.length).toBe(members.length);
  members.forEach(({ cluster, member }, i) => {
    expect(rows[i]).toMatchObject({
      account_id: member.account_id,
      cluster_id: cluster.cluster_id,
      cluster_rank: String(cluster.rank),
      score: String(member.score),
      tier: member.tier,
      band: cluster.band,
    });
  });
});

test('an account in a cluster and in one inside it has one row, that of the better rank', () => {
  const [outer] = report.clusters;
  if (outer === undefined) throw new Error('no cluster');
  const inner = { ...outer, cluster_id: 'inner', parent_id: outer.cluster_id, level: 1, rank: 99 };
  const nested = { ...findings, report: { ...report, clusters: [outer, inner] } };
  const rows = [...readCsvRows(textOf('accounts', nested))].slice(1);
  expect(rows.length).toBe(outer.size);
  expect(new Set(rows.map(([, cluster]) => cluster))).toEqual(new Set([outer.cluster_id]));
});

test('clusters.csv has a row for each cluster, with what its checks left open', () => {
  const rows = table('clusters');
  expect(rows.map((row) => row['cluster_id'])).toEqual(report.clusters.map(({ cluster_id }) => cluster_id));
  expect(rows.find((row) => row['summary']?.includes('one device and one address'))?.['failed_checks']).toBe(
    'household',
  );
  for (const row of rows) {
    expect(Number(row['core']) + Number(row['periphery']) + Number(row['bystander'])).toBe(Number(row['size']));
  }
});

test('pairs.csv begins with a, b, weight, layers, and its parts stand under their layers', () => {
  expect(textOf('pairs').join('')).toMatch(/^a,b,weight,layers,/);
  const rows = table('pairs');
  expect(rows.length).toBe(findings.pairs.length);
  for (const row of rows.slice(0, 200)) {
    const layer = row['layers'] ?? '';
    expect(row[`weight:${layer}`]).toBe(row['weight']);
  }
});

test('no cell of any CSV runs in a spreadsheet', () => {
  for (const format of ['accounts', 'clusters', 'pairs']) {
    for (const row of rawCells(textOf(format).join(''))) {
      for (const cell of row) expect(cell).not.toMatch(/^[=+@\t\r]|^-(?![\d.]+$)/);
    }
  }
});

/** Cells as a spreadsheet sees them: quotes undone, the defusing not. */
function rawCells(text: string): readonly (readonly string[])[] {
  const rows = [...readCsvRows([text.replaceAll(/(^|,|\n)("?)'/g, "$1$2\u0001'")])];
  return rows.map((row) => row.map((cell) => cell.replace('\u0001', '')));
}
