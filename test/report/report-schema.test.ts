import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { reportJsonSchema } from '../../src/report/json-schema.ts';
import { renderJson } from '../../src/report/render-json.ts';
import { parseReport } from '../../src/report/report-schema.ts';
import { makeFindings, sampleSpecs } from './sample-findings.ts';

const findings = makeFindings(sampleSpecs().filter(({ size }) => size < 100));
const json = [...renderJson(findings)].join('');

test('the committed JSON Schema is the one that the code makes', () => {
  const committed = readFileSync(new URL('../../schema/report.schema.json', import.meta.url), 'utf8');
  expect(committed, 'run `npm run docs:schema`').toBe(`${JSON.stringify(reportJsonSchema(), null, 2)}\n`);
});

test('the JSON Schema is of 2020-12, and asks for every field of a cluster', () => {
  const schema = JSON.parse(JSON.stringify(reportJsonSchema()));
  expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
  const [cluster] = findings.report.clusters;
  expect(schema.$defs.Cluster.required.sort()).toEqual(Object.keys(cluster ?? {}).sort());
});

test('a report that is written reads back the same, field by field', () => {
  expect(parseReport(json)).toStrictEqual(findings.report);
});

test('report.json ends with one line feed and puts what it is first', () => {
  expect(json).toMatch(/^\{"schema":"lockstep\.report\/1",/);
  expect(json).toMatch(/[^\n]\n$/);
});

test('a text that is no report is told with its place', () => {
  expect(() => parseReport(json.slice(0, 500))).toThrow(/not JSON/);
  expect(() => parseReport(json.replace('lockstep.report/1', 'lockstep.report/2'))).toThrow(/schema/);
  expect(() => parseReport(json.replace('"band":"high"', '"band":"highest"'))).toThrow(/clusters\.0\.band/);
});
