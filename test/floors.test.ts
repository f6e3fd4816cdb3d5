import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkHouse } from './floors.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lockstep-house-'));
  cpSync(new URL('../package.json', import.meta.url), join(root, 'package.json'));
  put('src/model/edge.ts', 'export type Edge = { readonly id: string };\n');
});
afterEach(() => rmSync(root, { recursive: true }));

function put(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

async function rulesBroken(): Promise<string[]> {
  const { faults } = await checkHouse(root);
  return faults.map((fault) => fault.slice(0, fault.indexOf(':')));
}

test('a house in order has no fault', async () => {
  put(
    'src/detect/window.ts',
    "import type { Edge } from '../model/edge.ts';\nexport const first = (edge: Edge) => edge.id;\n",
  );
  put('jobs/sweep.ts', "import { first } from '../src/detect/window.ts';\nexport const run = first;\n");
  expect(await checkHouse(root)).toMatchObject({ modules: 3, dependencies: 2, faults: [] });
});

test('a check that saw nothing is a fault', async () => {
  rmSync(join(root, 'src/model/edge.ts'));
  put('test/alone.ts', 'export const alone = 1;\n');
  expect(await rulesBroken()).toEqual(['nothing-seen']);
});

test.each([
  [
    'floor-model',
    'src/model/high.ts',
    "import type { Main } from '../cli/main.ts';\nexport type High = Main;\n",
    'src/cli/main.ts',
    'export type Main = 1;\n',
  ],
  [
    'floor-jobs',
    'jobs/sweep.ts',
    "export { open } from '../src/service/open.ts';\n",
    'src/service/open.ts',
    'export const open = 1;\n',
  ],
  [
    'siblings-detect',
    'src/detect/a.ts',
    "import { b } from '../report/b.ts';\nexport const a = b;\n",
    'src/report/b.ts',
    'export const b = 1;\n',
  ],
  [
    'no-cycle',
    'src/graph/a.ts',
    "import type { B } from './b.ts';\nexport type A = B[];\n",
    'src/graph/b.ts',
    "import type { A } from './a.ts';\nexport type B = A;\n",
  ],
  ['pure', 'src/report/a.ts', "import { sep } from 'node:path';\nexport const a = sep;\n", null, ''],
  [
    'fence-commander',
    'src/service/a.ts',
    "import { Command } from 'commander';\nexport const a = new Command();\n",
    'node_modules/commander/package.json',
    '{"name":"commander","main":"x.js"}',
  ],
  [
    'fence-graphology',
    'src/detect/a.ts',
    "import louvain from 'graphology-communities-louvain';\nexport const a = louvain;\n",
    'node_modules/graphology-communities-louvain/package.json',
    '{}',
  ],
  [
    'fence-sqlite',
    'src/service/a.ts',
    "import { DatabaseSync } from 'node:sqlite';\nexport const a = DatabaseSync;\n",
    null,
    '',
  ],
  [
    'drivers-behind-open',
    'src/service/a.ts',
    "import { m } from '../store/drivers/memory.ts';\nexport const a = m;\n",
    'src/store/drivers/memory.ts',
    'export const m = 1;\n',
  ],
  [
    'product-alone',
    'src/service/a.ts',
    "import { t } from '../../test/t.ts';\nexport const a = t;\n",
    'test/t.ts',
    'export const t = 1;\n',
  ],
  ['no-lost-import', 'src/service/a.ts', "import { t } from './gone.ts';\nexport const a = t;\n", null, ''],
  ['stranger', 'src/utils/a.ts', 'export const a = 1;\n', null, ''],
  ['impure', 'src/detect/a.ts', 'export const a = () => Math.random();\n', null, ''],
  ['impure', 'src/report/a.ts', "export const a = (x: string) => x.localeCompare('b');\n", null, ''],
  ['too-long', 'src/graph/long.ts', '// line\n'.repeat(301), null, ''],
])('%s catches what it forbids', async (rule, path, text, otherPath, otherText) => {
  put(path, text);
  if (otherPath !== null) put(otherPath, otherText);
  if (otherPath?.startsWith('node_modules/')) put(otherPath.replace('package.json', 'x.js'), 'module.exports = {};\n');
  expect(await rulesBroken()).toContain(rule);
});

test('a package of development alone is refused in the product', async () => {
  put('src/service/a.ts', "import fc from 'fast-check';\nexport const a = fc;\n");
  put('node_modules/fast-check/package.json', '{"name":"fast-check","main":"x.js"}');
  put('node_modules/fast-check/x.js', 'module.exports = {};\n');
  expect(await rulesBroken()).toEqual(['no-dev-dependency']);
});

test('a house of long files is told so', async () => {
  put('src/graph/a.ts', '// line\n'.repeat(81));
  put('src/graph/b.ts', '// line\n'.repeat(81));
  expect(await rulesBroken()).toEqual(['median']);
});
