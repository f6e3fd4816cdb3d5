import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { drawArchitecture } from '../../docs/draw-architecture.ts';
import { writeSettings } from '../../docs/write-settings.ts';
import packageJson from '../../package.json' with { type: 'json' };
import house from '../floors.json' with { type: 'json' };

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');

test('the picture of the floors is the one that the checks hold (npm run docs:architecture)', () => {
  expect(read('docs/architecture.svg')).toBe(drawArchitecture());
});

test('the settings page is the one that the code writes (npm run docs:settings)', () => {
  expect(read('docs/settings.md')).toBe(writeSettings());
});

test('every room of the house is explained, and the picture is dated by nothing else', () => {
  expect(Object.keys(house.says).sort()).toEqual(house.floors.flat().sort());
});

test('each dependency has its reason on the page, and none is there that we do not have', () => {
  const named = [...read('docs/dependencies.md').matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name).sort();
  const { dependencies, devDependencies, optionalDependencies } = packageJson;
  expect(named).toEqual(Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies }).sort());
});

test('no link between the pages is broken', () => {
  const pages = [...globSync('docs/**/*.md', { cwd: root }), 'CONTRIBUTING.md', 'CHANGELOG.md'];
  const broken = pages.flatMap((page) =>
    [...read(page).matchAll(/\]\((?!https?:|#)([^)#]+)/g)]
      .map(([, target]) => target ?? '')
      .filter((target) => !existsSync(join(root, dirname(page), target)))
      .map((target) => `${page} → ${target}`),
  );
  expect(broken).toEqual([]);
});
