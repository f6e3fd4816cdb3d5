import { expect, test } from 'vitest';
import { parseFindings } from '../../src/report/parse-findings.ts';
import { RENDERERS } from '../../src/report/renderers.ts';
import { HOSTILE, makeFindings, sampleSpecs } from './sample-findings.ts';

const findings = makeFindings(sampleSpecs().filter(({ size }) => size < 100));

function render(format: string, of = findings): string {
  const chunks = RENDERERS.get(format)?.render(of) ?? [];
  return [...chunks].map((chunk) => (typeof chunk === 'string' ? chunk : new TextDecoder().decode(chunk))).join('');
}

function texts() {
  return {
    report: render('json'),
    pairs: RENDERERS.get('pairs')?.render(findings) ?? [],
    evidence: RENDERERS.get('evidence')?.render(findings) ?? [],
    figures: RENDERERS.get('figures')?.render(findings) ?? [],
  };
}

test('an output folder that is read back renders to the same bytes in every format', () => {
  const back = parseFindings(texts());
  for (const format of RENDERERS.keys()) expect(render(format, back), format).toBe(render(format));
});

test('pairs keep their numbers to the last bit, and hostile ids as they are', () => {
  const back = parseFindings(texts());
  expect(back.pairs.weight).toEqual(findings.pairs.weight);
  expect(back.pairs.parts).toEqual(findings.pairs.parts);
  expect(back.accounts).toEqual(findings.accounts);
  const ids = new Set(back.report.clusters.flatMap(({ members }) => members.map(({ account_id }) => account_id)));
  for (const id of HOSTILE) expect(ids).toContain(id);
});

test('a file that is cut short is named with its line', () => {
  expect(() => parseFindings({ ...texts(), evidence: ['{"ref":"a"'] })).toThrow('evidence.ndjson.gz:1');
  expect(() => parseFindings({ ...texts(), figures: [`${render('figures').split('\n')[0]}\n{"cluster_id"`] })).toThrow(
    'figures.ndjson.gz:2',
  );
  expect(() => parseFindings({ ...texts(), pairs: [] })).toThrow('pairs.csv.gz');
  const pairs = render('pairs');
  expect(() => parseFindings({ ...texts(), pairs: [`${pairs}user_1,us`] })).toThrow(/record \d+ has 2 cells/);
});
