import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readAllowlist } from '../../src/service/read-allowlist.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-allow-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function put(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

const EXPECTED = [
  { kind: 'entity', id: '10.0.0.1', layer: 'ip', reason: 'our office', author: 'ann', until: '2030-01-01' },
  { kind: 'account', id: '007', layer: null, reason: 'press, team', author: 'bob', until: null },
];

test.each([
  [
    'list.yaml',
    '- { kind: entity, id: 10.0.0.1, layer: ip, reason: our office, author: ann, until: 2030-01-01 }\n- { kind: account, id: 007, reason: "press, team", author: bob }\n',
  ],
  [
    'list.csv',
    '\uFEFFkind,id,layer,reason,author,until\r\nentity,10.0.0.1,ip,our office,ann,2030-01-01\r\naccount,007,,"press, team",bob,\r\n',
  ],
  ['list.ndjson', EXPECTED.map((entry) => `${JSON.stringify(entry)}\n`).join('\n')],
])('%s gives the entries as they were meant: ids stay text', (name, text) => {
  expect(readAllowlist(put(name, text))).toEqual(EXPECTED);
});

test.each([
  ['no-reason.yaml', '- { kind: account, id: a, author: b }', /entry 1: reason is missing/],
  ['kind.csv', 'kind,id,reason,author\nacount,a,r,b\n', /row 2: kind must be account or entity/],
  ['field.csv', 'kind,id,reason,autor\naccount,a,r,b\n', /Unknown field "autor": did you mean "author"/],
  [
    'until.ndjson',
    '{"kind":"account","id":"a","reason":"r","author":"b","until":"soon"}',
    /line 1: until must be a date/,
  ],
  ['broken.ndjson', '{"kind":', /line 1 cannot be parsed/],
  ['map.yaml', 'kind: account', /must be a list of entries/],
  ['list.txt', '', /must end in \.yaml, \.csv or \.ndjson/],
])('%s is refused with its place', (name, text, message) => {
  expect(() => readAllowlist(put(name, text))).toThrow(message);
});

test('a missing file is a sentence', () => {
  expect(() => readAllowlist(join(folder, 'gone.yaml'))).toThrow(expect.objectContaining({ code: 'input-missing' }));
});
